import type { ApimAnswer, ApimRequest } from '../server.js';
import { jsonAnswer } from './answers.js';
import { bearerToken } from './bearer-token.js';
import type { KeyManager } from './context.js';
import { openidScope } from './scopes.js';

/**
 * `GET` or `POST /oauth2/userinfo` (gateway sheet B.6): who the user of a token with the scope `openid` is. Errors as the
 * product has them: no header is a bad request, not a lack of credentials.
 */
export function answerUserinfo({ state }: KeyManager, { headers }: ApimRequest): ApimAnswer {
  if (headers.authorization === undefined) return refusal(400, 'invalid_request', 'Authorization header missing');
  const value = bearerToken(headers.authorization);
  if (value === undefined) return refusal(400, 'invalid_request', 'Bearer token missing');
  const token = state.tokens.find(value);
  if (!token || !state.tokens.isActive(token)) {
    return refusal(401, 'invalid_token', 'Access token validation failed');
  }
  if (!token.scopes.includes(openidScope)) {
    return refusal(403, 'insufficient_scope', 'Access token does not have the openid scope');
  }
  return jsonAnswer(200, { sub: token.user });
}

function refusal(status: number, error: string, description: string): ApimAnswer {
  const challenge = status === 400 ? undefined : { 'WWW-Authenticate': `Bearer error="${error}"` };
  return jsonAnswer(status, { error_description: description, error }, challenge);
}
