import type { ApimState } from '../../state.js';
import type { Caller, Invocation, Refusal } from '../invocation.js';
import { Authentication } from './authentication.js';
import { BackendJwt } from './backend-jwt.js';
import { readSettings } from './settings.js';
import { Throttling } from './throttling.js';

/** Who may invoke an API, how often, and what the backend is told of the caller (gateway sheet E.2 to E.4, E.7, D.2). */
export interface Access {
  /**
   * Takes the credentials out of the invocation's headers and checks them. A promise only for tokens and keys that prove
   * themselves by a signature. Never rejects.
   */
  authenticate(invocation: Invocation): Caller | Refusal | Promise<Caller | Refusal>;
  /** Counts the call of a caller, or refuses it. */
  throttle(invocation: Invocation, caller: Caller): Refusal | undefined;
  /** The header that tells the backend of the caller; undefined when it is told nothing. */
  backendJwt(invocation: Invocation, caller: Caller): { readonly header: string; readonly value: string } | undefined;
  /** Name of that header, which no answer may carry; undefined when there is none. */
  readonly backendJwtHeader: string | undefined;
}

/** @throws TypeError when the address of a deny condition cannot be read */
export function createAccess(state: ApimState): Access {
  const settings = readSettings(state.toml, state.profile);
  const authentication = new Authentication(state, settings);
  const throttling = new Throttling(state);
  const jwt = settings.backendJwt && new BackendJwt(state, settings.backendJwt);
  const header = settings.backendJwt?.header;
  return {
    authenticate: (invocation) => authentication.authenticate(invocation),
    throttle: (invocation, caller) => throttling.throttle(invocation, caller),
    backendJwt(invocation, caller) {
      const value = jwt?.write(invocation, caller);
      return header === undefined || value === undefined ? undefined : { header, value };
    },
    backendJwtHeader: header,
  };
}
