import type { ApimServer } from '../server.js';
import type { ApimState } from '../state.js';
import { apiKeyRoutes } from './api-keys.js';
import { apiRoutes } from './apis.js';
import { applicationKeyRoutes } from './application-keys.js';
import { applicationRoutes } from './applications.js';
import { lifecycleRoutes } from './lifecycle.js';
import { mediationPolicyRoutes } from './mediation-policies.js';
import { operationPolicyRoutes } from './operation-policies.js';
import { restServer } from './rest-server.js';
import { revisionRoutes } from './revisions.js';
import { subscriptionRoutes } from './subscriptions.js';

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

/** The developer portal's REST API, `/api/am/devportal/v2` and `v3`, `/api/am/store/v1` (gateway sheet B.7). */
export function createDevportal(state: ApimState): ApimServer {
  const routes = [
    ...applicationRoutes(state),
    ...applicationKeyRoutes(state),
    ...apiKeyRoutes(state),
    ...subscriptionRoutes(state),
  ];
  return restServer(state, { names: ['devportal', 'store'], newest: 3, routes });
}
