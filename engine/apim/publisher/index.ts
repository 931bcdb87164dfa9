import type { ApimServer } from '../server.js';
import type { ApimState } from '../state.js';

export function createPublisher(_state: ApimState): ApimServer {
  return () => ({ status: 501 });
}

export function createDevportal(_state: ApimState): ApimServer {
  return () => ({ status: 501 });
}
