import type { ApimServer } from '../server.js';
import type { ApimState } from '../state.js';

export function createIdentityServer(_state: ApimState): ApimServer {
  return () => ({ status: 501 });
}
