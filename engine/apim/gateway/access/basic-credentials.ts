import type { ApimState } from '../../state.js';
import type { User } from '../../users.js';
import type { Caller, Invocation, Refusal } from '../invocation.js';
import type { ApiSecurity } from './api-security.js';
import { authenticationRefusal } from './authentication-refusal.js';
import { takeCredentials } from './credentials.js';
import type { AccessSettings } from './settings.js';
import { shortName } from './user-names.js';

/** Tier of whoever subscribes to nothing. */
export const unauthenticatedTier = 'Unauthenticated';

/** Lets in the users of the store, with name and password (gateway sheet E.2). They need no subscription. */
export class BasicCredentials {
  constructor(
    readonly state: ApimState,
    readonly settings: AccessSettings,
  ) {}

  /** Undefined: there are no such credentials. */
  authenticate(invocation: Invocation, security: ApiSecurity): Caller | Refusal | undefined {
    const { headers, api, target } = invocation;
    const encoded = takeCredentials(headers, security.authHeader, 'basic', this.settings.keepAuthHeader);
    if (encoded === undefined) return undefined;
    const { users } = this.state;
    const [, name, password] = /^([^:]+):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
    if (name === undefined || password === undefined) return authenticationRefusal(security, '900901');
    // Users of other tenants than the API's provider stay out.
    const user = users.parse(name);
    if (user.tenant !== users.parse(api.provider ?? 'admin').tenant) return authenticationRefusal(security, '900908');
    const known = users.authenticate(user, password);
    if (!known) return authenticationRefusal(security, '900901');
    if (!mayUse(known, invocation)) return authenticationRefusal(security, '900910', 'Scope validation failed');
    return {
      application: undefined,
      consumerKey: undefined,
      keyType: 'PRODUCTION',
      user: shortName(known),
      tier: unauthenticatedTier,
      token: undefined,
      target,
    };
  }
}

/**
 * There are no scopes in a password: the user must hold a role that one of the operation's scopes is bound to in the API's
 * definition (`x-scopes-bindings`). A scope without roles is for everybody.
 */
function mayUse({ roles }: User, { api, operation: { scopes = [] } }: Invocation): boolean {
  const bindings = bindingsOf(api.definition);
  const held = new Set(roles.map((role) => role.toLowerCase()));
  return (
    scopes.length === 0 ||
    scopes.some((scope) => {
      const bound = bindings[scope];
      if (typeof bound !== 'string' || bound.trim() === '') return true;
      return bound.split(',').some((role) => held.has(role.trim().toLowerCase()));
    })
  );
}

const wayToBindings = ['components', 'securitySchemes', 'default', 'flows', 'implicit', 'x-scopes-bindings'];

function bindingsOf(definition: unknown): Readonly<Record<string, unknown>> {
  let place = definition;
  for (const name of wayToBindings) place = isRecord(place) ? place[name] : undefined;
  return isRecord(place) ? place : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
