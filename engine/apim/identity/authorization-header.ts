import type { ApimRequest } from '../server.js';
import type { ApimState } from '../state.js';
import { sameSecret, type UserDirectory } from '../users.js';
import type { AuthenticationHandler } from './authentication-handler.js';
import { isRefusal, type Refusal } from './refusal.js';

const failed = 'Error occurred while trying to authenticate.';
const unknown: Refusal = { status: 401 };

/** OAuth2 access tokens (gateway sheet C.1, priority 25). */
export function bearerHandler({ tokens, users }: ApimState): AuthenticationHandler {
  return {
    name: 'OAuthAuthentication',
    className: 'OAuth2AccessTokenHandler',
    canHandle: (request) => schemeOf(request) === 'bearer',
    authenticate(request) {
      const value = parametersOf(request);
      const token = value === undefined ? undefined : tokens.find(value);
      if (!token || !tokens.isActive(token)) return unknown;
      const name = users.parse(token.user);
      return { kind: 'user', tenant: name.tenant, user: users.find(name), scopes: token.scopes };
    },
  };
}

/** Key and secret of an OAuth2 client (gateway sheet C.1, priority 99), for rules that name this handler. */
export function basicClientHandler({ applications, users }: ApimState): AuthenticationHandler {
  return {
    name: 'BasicClientAuthentication',
    className: 'BasicClientAuthenticationHandler',
    onlyByName: true,
    canHandle: (request) => schemeOf(request) === 'basic',
    authenticate(request) {
      const credentials = credentialsOf(request, 'OAuth application');
      if (isRefusal(credentials)) return credentials;
      const client = applications.client(credentials.name);
      if (!client || !sameSecret(client.consumerSecret, credentials.secret)) return unknown;
      const { tenant } = users.parse(client.application.owner);
      return { kind: 'client', tenant, user: undefined, scopes: undefined };
    },
  };
}

/** Name and password of a user (gateway sheet C.3, priority 100). */
export function basicUserHandler({ users }: ApimState): AuthenticationHandler {
  return {
    name: 'BasicAuthentication',
    className: 'BasicAuthenticationHandler',
    canHandle: (request) => schemeOf(request) === 'basic',
    authenticate(request) {
      const credentials = credentialsOf(request, 'auth user');
      if (isRefusal(credentials)) return credentials;
      const user = users.authenticate(users.parse(credentials.name), credentials.secret);
      if (user) return { kind: 'user', tenant: user.tenant, user, scopes: undefined };
      if (!namesUnknownTenant(credentials.name, users)) return unknown;
      return { status: 401, description: `${failed} The tenant domain specified in the username is invalid` };
    },
  };
}

/** It is said only after the password was found wrong, so that it does not tell who is a user. */
function namesUnknownTenant(name: string, users: UserDirectory): boolean {
  const at = name.lastIndexOf('@');
  return at >= 0 && !users.hasTenant(name.slice(at + 1));
}

function schemeOf({ headers }: ApimRequest): string {
  return (headers.authorization ?? '').split(' ', 1)[0]!.toLowerCase();
}

/** What stands behind the scheme; undefined when the header has not two parts. */
function parametersOf({ headers }: ApimRequest): string | undefined {
  const parts = (headers.authorization ?? '').trimEnd().split(' ');
  return parts.length === 2 ? parts[1] : undefined;
}

function credentialsOf(
  request: ApimRequest,
  whose: 'auth user' | 'OAuth application',
): { readonly name: string; readonly secret: string } | Refusal {
  const encoded = parametersOf(request);
  if (encoded === undefined) {
    return { status: 401, description: `${failed} The Authorization header values are not defined correctly.` };
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [name, secret] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
  if (name.trim() === '' || secret.trim() === '') {
    return { status: 401, description: `${failed} The ${whose} credentials are not defined correctly.` };
  }
  return { name, secret };
}
