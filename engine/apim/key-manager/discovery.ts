import type { ApimAnswer } from '../server.js';
import { jsonAnswer } from './answers.js';
import type { KeyManager } from './context.js';
import { handledGrantTypes } from './grants.js';
import { issuerOf } from './issue-token.js';
import { keySet } from './jwt.js';
import { defaultScope, openidScope } from './scopes.js';

/** `GET /oauth2/jwks`: the keys that check tokens. */
export function answerJwks({ state }: KeyManager): ApimAnswer {
  return jsonAnswer(200, keySet(state.keys));
}

/** `GET /oauth2/token/.well-known/openid-configuration` (OpenID Connect Discovery 1.0; RFC 8414). */
export function answerDiscovery({ settings: { url } }: KeyManager): ApimAnswer {
  return jsonAnswer(200, {
    issuer: issuerOf(url),
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    userinfo_endpoint: `${url}/userinfo`,
    revocation_endpoint: `${url}/revoke`,
    introspection_endpoint: `${url}/introspect`,
    jwks_uri: `${url}/jwks`,
    scopes_supported: [defaultScope, openidScope],
    response_types_supported: ['code', 'token', 'id_token', 'id_token token'],
    response_modes_supported: ['query', 'fragment'],
    grant_types_supported: [...handledGrantTypes(), 'implicit'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256', 'plain'],
    claims_supported: ['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'nonce', 'at_hash'],
  });
}
