import type { ApimAnswer, ApimRequest } from '../server.js';
import type { ApimState } from '../state.js';
import type { IssuedToken } from '../tokens.js';
import { superTenant, type User } from '../users.js';
import { jsonAnswer } from './answers.js';
import { basicCredentials } from './authenticate-client.js';
import { bearerToken } from './bearer-token.js';
import type { KeyManager } from './context.js';
import { inSeconds } from './issue-token.js';
import { parametersOf } from './parameters.js';

/** What lets somebody ask about tokens. */
const permission = 'internal_application_mgt_view';

/** The same in the permission tree; who has what is above it has it, too. */
const permissionPath = '/permission/admin/manage/identity/applicationmgt/view';

/**
 * `POST /oauth2/introspect` (gateway sheet B.6; RFC 7662): for users who are administrators or may view applications, by
 * Basic or by a token with that scope. Says of refresh tokens, too, whether they count.
 * @throws OAuthError when the body is no form
 */
export function answerIntrospect(keyManager: KeyManager, request: ApimRequest): ApimAnswer {
  const refusal = refuse(keyManager, request);
  if (refusal) return refusal;
  const value = parametersOf(request).get('token')?.trim();
  if (!value) return jsonAnswer(400, { error: 'Invalid input' });
  return jsonAnswer(200, describe(keyManager.state, value));
}

/** Errors of guarded resources are those of the identity server (gateway sheet C.3, C.5). */
function refuse({ state, host }: KeyManager, { headers }: ApimRequest): ApimAnswer | undefined {
  const rights = rightsOf(state, headers.authorization);
  if (rights === undefined) {
    const description = 'Authorization failure. Authorization information was invalid or missing from your request.';
    return jsonAnswer(
      401,
      { code: 401, message: 'Unauthorized', description },
      {
        'WWW-Authenticate': `Bearer realm=${host}`,
      },
    );
  }
  if (rights.has(permission)) return undefined;
  const description = 'Operation is not permitted. You do not have permissions to make this request.';
  return jsonAnswer(403, { code: 403, message: 'Forbidden', description });
}

/** What the caller may do; undefined = nobody knows the caller. */
function rightsOf(state: ApimState, header: string | undefined): ReadonlySet<string> | undefined {
  const basic = basicCredentials(header);
  if (basic && basic !== 'malformed') {
    const user = state.users.authenticate(state.users.parse(basic.name), basic.secret);
    return user && new Set(mayView(user) ? [permission] : []);
  }
  const token = state.tokens.find(bearerToken(header) ?? '');
  return token && state.tokens.isActive(token) ? new Set(token.scopes) : undefined;
}

function mayView({ roles, permissions }: User): boolean {
  const administrator = roles.some((role) => role.toLowerCase() === 'admin');
  return (
    administrator ||
    permissions.some((held) => held === permission || (held !== '' && `${permissionPath}/`.startsWith(`${held}/`)))
  );
}

function describe(state: ApimState, value: string): object {
  const token = state.tokens.find(value);
  if (token) return state.tokens.isActive(token) ? { ...contentOf(state, token), ...token.claims } : inactive;
  const renewable = state.tokens.findByRefreshToken(value);
  const refreshToken = renewable?.refreshToken;
  if (!renewable || !refreshToken || state.tokens.isExpired(refreshToken)) return inactive;
  return { ...contentOf(state, { ...renewable, expiresAt: refreshToken.expiresAt }), token_type: 'Refresh' };
}

const inactive = { active: false };

function contentOf(
  state: ApimState,
  { consumerKey, user, userType, scopes, issuedAt, expiresAt }: IssuedToken,
): Readonly<Record<string, unknown>> {
  return {
    active: true,
    token_type: 'Bearer',
    client_id: consumerKey,
    username: state.users.parse(user).tenant === superTenant ? `${user}@${superTenant}` : user,
    scope: scopes.join(' '),
    exp: expiresAt === undefined ? undefined : inSeconds(expiresAt),
    iat: inSeconds(issuedAt),
    nbf: inSeconds(issuedAt),
    aut: userType,
  };
}
