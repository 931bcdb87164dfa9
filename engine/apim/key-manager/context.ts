import type { ApimState } from '../state.js';
import type { CodeStore } from './codes.js';
import type { KeyManagerSettings } from './settings.js';
import type { UsedAssertions } from './used-assertions.js';

/** What the resources of a key manager share. */
export interface KeyManager {
  readonly state: ApimState;
  readonly settings: KeyManagerSettings;
  /** The server's own name, for challenges. */
  readonly host: string;
  readonly codes: CodeStore;
  readonly usedAssertions: UsedAssertions;
}
