import type { ApimState } from '../state.js';

/** The APIs of an API manager, as a deployment serves them. */
export interface ApiGateway {
  /** Generated artifacts. */
  readonly artifacts: readonly { readonly file: string; readonly content: string }[];
}

export function createGateway(_state: ApimState): ApiGateway {
  return { artifacts: [] };
}
