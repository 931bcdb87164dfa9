import type { ApimServer } from '../server.js';
import type { ApimState } from '../state.js';

export function createKeyManager(_state: ApimState): ApimServer {
  return () => ({ status: 501 });
}
