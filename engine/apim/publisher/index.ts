import type { ApimServer } from '../server.js';
import type { ApimState } from '../state.js';
import { apiRoutes } from './apis.js';
import { lifecycleRoutes } from './lifecycle.js';
import { mediationPolicyRoutes } from './mediation-policies.js';
import { operationPolicyRoutes } from './operation-policies.js';
import { restServer } from './rest-server.js';
import { revisionRoutes } from './revisions.js';

/** The publisher's REST API, `/api/am/publisher/v0.x` to `v4` (gateway sheet A.5). */
export function createPublisher(state: ApimState): ApimServer {
  const routes = [
    ...lifecycleRoutes(state),
    ...apiRoutes(state),
    ...revisionRoutes(state),
    ...mediationPolicyRoutes(state),
    ...operationPolicyRoutes(state),
  ];
  return restServer(state, { names: ['publisher'], newest: 4, routes });
}

export function createDevportal(_state: ApimState): ApimServer {
  return () => ({ status: 501 });
}
