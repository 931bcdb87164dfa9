import type { Client } from '../applications.js';
import type { ApimAnswer, ApimRequest } from '../server.js';
import type { IssuedToken } from '../tokens.js';
import { errorAnswer, notStored, OAuthError } from './answers.js';
import { authenticateClient } from './authenticate-client.js';
import type { KeyManager } from './context.js';
import { headerText } from './header-text.js';
import { type Parameters, parametersOf, refuseRepeated } from './parameters.js';

/**
 * `POST /oauth2/revoke` (gateway sheet B.6): ends an access token together with its refresh token, whichever of them is
 * named. Tokens that are not known are no error. `callback` wants the answer as JSONP.
 * @throws OAuthError
 */
export function answerRevoke(keyManager: KeyManager, request: ApimRequest): ApimAnswer {
  const parameters = parametersOf(request);
  refuseRepeated(parameters);
  const callback = callbackOf(parameters);
  try {
    const value = parameters.get('token');
    if (value === undefined) throw new OAuthError('invalid_request', 'Invalid revocation request');
    const client = revokingClient(keyManager, request, parameters);
    return revoked(keyManager, findToken(keyManager, client, value), callback);
  } catch (error) {
    if (!(error instanceof OAuthError) || callback === undefined) throw error;
    const { body = '', headers, status } = errorAnswer(error, keyManager.host);
    return { status, headers: { ...headers, ...script }, body: `${callback}(${body});` };
  }
}

const script = { 'Content-Type': 'application/javascript', 'X-Content-Type-Options': 'nosniff' };

/** Only the name of a function: what else is run as a script in the page of somebody who trusts this server. */
function callbackOf(parameters: Parameters): string | undefined {
  const callback = parameters.get('callback');
  if (callback === undefined) return undefined;
  if (!/^[A-Za-z_$][\w$.]{0,127}$/.test(callback)) {
    throw new OAuthError('invalid_request', 'Invalid revocation request');
  }
  return callback;
}

function revokingClient({ state }: KeyManager, request: ApimRequest, parameters: Parameters): Client {
  let client: Client | undefined;
  try {
    client = authenticateClient(state.applications, request, parameters);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
  }
  if (!client) throw new OAuthError('invalid_client', 'Client Authentication failed.');
  return client;
}

/** @throws OAuthError for another client's access token; another's refresh token counts as not known */
function findToken({ state }: KeyManager, client: Client, value: string): IssuedToken | undefined {
  const token = state.tokens.find(value);
  if (token && token.consumerKey !== client.consumerKey) {
    throw new OAuthError('unauthorized_client', 'Client Authentication failed.', 401);
  }
  const renewable = token ?? state.tokens.findByRefreshToken(value);
  return renewable?.consumerKey === client.consumerKey ? renewable : undefined;
}

function revoked({ settings }: KeyManager, token: IssuedToken | undefined, callback: string | undefined): ApimAnswer {
  if (token) token.state = 'REVOKED';
  return {
    status: 200,
    headers: {
      'Content-Type': 'application/json',
      ...notStored,
      ...(token && settings.revokedTokenHeaders ? namesOf(token) : {}),
      ...(callback === undefined ? {} : script),
    },
    body: callback === undefined ? '' : `${callback}();`,
  };
}

/** Headers for a gateway that keeps tokens (gateway sheet B.1, B.6). */
function namesOf({ value, refreshToken, user }: IssuedToken): Record<string, string> {
  return {
    RevokedAccessToken: headerText(value),
    ...(refreshToken && { RevokedRefreshToken: headerText(refreshToken.value) }),
    AuthorizedUser: headerText(user),
  };
}
