import type { Client } from '../applications.js';
import { authenticateUser } from '../user-stores.js';
import { nameOf } from '../users.js';
import { OAuthError } from './answers.js';
import type { KeyManager } from './context.js';
import type { Grant } from './issue-token.js';
import { jwtBearer } from './jwt-bearer.js';
import type { Parameters } from './parameters.js';
import { checkVerifier } from './pkce.js';
import { saml2Bearer } from './saml2-bearer.js';
import { askedScopes, grantedScopes, narrowedScopes, withoutRoles } from './scopes.js';

/** A request that shows a grant; the client is known and may use grants of this type. */
export interface GrantRequest {
  readonly keyManager: KeyManager;
  readonly client: Client;
  readonly parameters: Parameters;
}

/** A type of grant (gateway sheet B.2). */
export interface GrantType {
  readonly name: string;
  /** Parameters that must be there. */
  readonly required: readonly string[];
  /** Absent: the server knows the type and cannot handle it. */
  readonly handle?: GrantHandler;
}

/** Checks what is shown, and uses up what counts once. @throws OAuthError */
type GrantHandler = (request: GrantRequest) => Grant | Promise<Grant>;

const extension = 'urn:ietf:params:oauth:grant-type:';

/** The types that are known. */
const grantTypes: readonly GrantType[] = [
  { name: 'password', required: ['username', 'password'], handle: password },
  { name: 'client_credentials', required: [], handle: clientCredentials },
  { name: 'refresh_token', required: ['refresh_token'], handle: refresh },
  { name: 'authorization_code', required: ['code', 'redirect_uri'], handle: authorizationCode },
  { name: `${extension}jwt-bearer`, required: ['assertion'], handle: jwtBearer },
  { name: `${extension}saml2-bearer`, required: ['assertion'], handle: saml2Bearer },
  { name: `${extension}token-exchange`, required: ['subject_token', 'subject_token_type'] },
  { name: 'iwa:ntlm', required: ['windows_token'] },
];

const byName: ReadonlyMap<string, GrantType> = new Map(grantTypes.map((type) => [type.name, type]));

/** The type of grant of a name. */
export function grantType(name: string): GrantType | undefined {
  return byName.get(name);
}

/** Names of the types that are handled. */
export function handledGrantTypes(): string[] {
  return grantTypes.filter(({ handle }) => handle).map(({ name }) => name);
}

async function password({ keyManager: { state }, parameters }: GrantRequest): Promise<Grant> {
  const name = parameters.get('username') ?? '';
  const user = await authenticateUser(state, name, parameters.get('password') ?? '');
  if (!user) throw new OAuthError('invalid_grant', `Authentication failed for ${name}`);
  const scopes = grantedScopes(askedScopes(parameters), user);
  return { type: 'password', user: nameOf(user), userType: 'APPLICATION_USER', scopes };
}

/** The client stands for itself, in the name of its owner. `validity_period` in seconds; what is no number counts not. */
function clientCredentials({ keyManager: { state }, client, parameters }: GrantRequest): Grant {
  const period = parameters.get('validity_period') ?? '';
  const { owner } = client.application;
  return {
    type: 'client_credentials',
    user: owner,
    userType: 'APPLICATION',
    scopes: grantedScopes(askedScopes(parameters), state.users.find(state.users.parse(owner)) ?? withoutRoles),
    validity: /^(-\d{1,9}|[1-9]\d{0,9})$/.test(period) ? Number(period) : undefined,
  };
}

/** Ends the token that it renews (gateway sheet B.4), so that a refresh token counts once. */
function refresh({ keyManager: { state }, client, parameters }: GrantRequest): Grant {
  const renewed = state.tokens.findByRefreshToken(parameters.get('refresh_token') ?? '');
  if (!renewed?.refreshToken || renewed.consumerKey !== client.consumerKey) {
    throw new OAuthError('invalid_grant', 'Persisted access token data not found');
  }
  if (state.tokens.isExpired(renewed.refreshToken)) throw new OAuthError('invalid_grant', 'Refresh token is expired.');
  const scopes = narrowedScopes(askedScopes(parameters), renewed.scopes);
  renewed.state = 'INACTIVE';
  const { user, userType, idp, code } = renewed;
  return { type: 'refresh_token', user, userType, idp, code, scopes, renewed };
}

/** A code counts once, also when the exchange fails; who presents it again ends the tokens that came of it. */
function authorizationCode({ keyManager, client, parameters }: GrantRequest): Grant {
  const { state, codes } = keyManager;
  const code = codes.find(parameters.get('code') ?? '', client);
  if (!code) throw invalidCode('Invalid');
  if (code.used) {
    for (const token of state.tokens.all()) {
      if (token.code === code.value || token === code.token) token.state = 'REVOKED';
    }
    throw invalidCode('Inactive');
  }
  if (state.tokens.isExpired(code)) throw invalidCode('Expired or Revoked');
  code.used = true;
  const { redirectUri, challenge } = code;
  if (redirectUri !== undefined && parameters.get('redirect_uri') !== redirectUri) {
    throw new OAuthError('invalid_grant', 'Callback url mismatch');
  }
  if (challenge) checkVerifier(challenge, parameters.get('code_verifier'));
  return {
    type: 'authorization_code',
    user: code.user,
    userType: 'APPLICATION_USER',
    scopes: code.scopes,
    code: code.value,
    nonce: code.nonce,
    issued: (token) => {
      code.token = token;
    },
  };
}

function invalidCode(what: string): OAuthError {
  return new OAuthError('invalid_grant', `${what} authorization code received from token request`);
}
