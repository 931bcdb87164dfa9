import type { ApimState } from '../../state.js';
import type { Caller, Invocation, Refusal } from '../invocation.js';

/** Who may call, how often, and what a backend is told of them. */
export interface Access {
  authenticate(invocation: Invocation): Caller | Refusal | Promise<Caller | Refusal>;
  throttle(invocation: Invocation, caller: Caller): Refusal | undefined;
  backendJwt(invocation: Invocation, caller: Caller): { readonly header: string; readonly value: string } | undefined;
  readonly backendJwtHeader: string | undefined;
}

/** Stand-in: every active token of the store passes. */
export function createAccess(state: ApimState): Access {
  return {
    authenticate({ headers, operation, target }) {
      const none = { application: undefined, consumerKey: undefined, keyType: 'PRODUCTION' as const, target };
      if (operation.authType === 'None') {
        return { ...none, user: 'anonymous', tier: 'Unauthenticated', token: undefined };
      }
      const value = /^bearer (.*)$/i.exec(headers.get('Authorization') ?? '')?.[1];
      const token = value === undefined ? undefined : state.tokens.find(value);
      headers.remove('Authorization');
      if (!token || !state.tokens.isActive(token)) {
        return {
          kind: 'authentication',
          status: 401,
          code: value === undefined ? '900902' : '900901',
          message: value === undefined ? 'Missing Credentials' : 'Invalid Credentials',
          description: 'Invalid Credentials',
          headers: [['WWW-Authenticate', 'Bearer realm="WSO2 API Manager"']],
        };
      }
      const { application, consumerKey, keyType, user } = token;
      return { application, consumerKey, keyType, user, tier: 'Unlimited', token, target };
    },
    throttle: () => undefined,
    backendJwt: () => undefined,
    backendJwtHeader: undefined,
  };
}
