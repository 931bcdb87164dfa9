import type { Client } from '../applications.js';
import type { ApimAnswer, ApimRequest } from '../server.js';
import { type AuthenticatedUser, authenticateUser } from '../user-stores.js';
import { nameOf } from '../users.js';
import { notStored, OAuthError } from './answers.js';
import { basicCredentials, mayUse } from './authenticate-client.js';
import type { CodeChallenge } from './codes.js';
import type { KeyManager } from './context.js';
import { endOf, type Grant, issueToken } from './issue-token.js';
import { errorPage, loginPage } from './pages.js';
import { type Parameters, parametersOf } from './parameters.js';
import { pkceText } from './pkce.js';
import { isRegistered, withParameters } from './redirect-uri.js';
import { askedScopes, grantedScopes, openidScope } from './scopes.js';
import { idToken, tokenContent } from './token-content.js';

/** An authorization request whose answer may go to the client. */
interface Authorization {
  readonly client: Client;
  readonly redirectUri: string;
  readonly parameters: Parameters;
}

/**
 * `GET` or `POST /oauth2/authorize` (gateway sheet B.6). Who the client is, and whether the address is its own, is asked
 * first: until then errors go to the server's own page. The user is who signs in by Basic or by `username` and `password`
 * of a form; without that the browser goes to the login page.
 */
export async function answerAuthorize(keyManager: KeyManager, request: ApimRequest): Promise<ApimAnswer> {
  const authorization = readAuthorization(keyManager, request);
  if ('status' in authorization) return authorization;
  try {
    return await authorize(keyManager, request, authorization);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return redirect(refusalOf(error, authorization));
  }
}

/** Where the client learns why it is refused: in the place where it awaits the code, or the tokens. */
function refusalOf({ code, description }: OAuthError, { redirectUri, parameters }: Authorization): string {
  const wantsTokens = /(^| )(id_)?token( |$)/.test(parameters.get('response_type') ?? '');
  const content = { error: code, error_description: description, state: parameters.get('state') };
  return withParameters(redirectUri, wantsTokens ? '#' : '?', content);
}

/** Or the way to the error page. @throws OAuthError when the body is no form */
function readAuthorization({ state, settings }: KeyManager, request: ApimRequest): Authorization | ApimAnswer {
  const parameters = parametersOf(request);
  const fail = (code: string, message: string) => redirect(errorPage(settings.url, code, message));
  if (parameters.repeated) return fail('invalid_request', 'Invalid request with repeated parameters.');
  const id = parameters.get('client_id');
  if (id === undefined) return fail('invalid_request', 'Client Id is not present in the authorization request');
  const client = state.applications.client(id);
  if (!client) return fail('invalid_client', 'A valid OAuth client could not be found');
  const redirectUri = parameters.get('redirect_uri');
  if (redirectUri === undefined) {
    return fail('invalid_request', 'Redirect URI is not present in the authorization request');
  }
  if (!isRegistered(redirectUri, client.callbackUrl)) return fail('invalid_callback', 'callback.not.match');
  return { client, redirectUri, parameters };
}

/** @throws OAuthError */
async function authorize(
  keyManager: KeyManager,
  request: ApimRequest,
  authorization: Authorization,
): Promise<ApimAnswer> {
  const { client, parameters } = authorization;
  const types = responseTypes(client, parameters.get('response_type'));
  const challenge = codeChallenge(parameters);
  const asked = askedScopes(parameters);
  const nonce = nonceOf(parameters);
  const user = await signedIn(keyManager, request, parameters);
  if (!user) return needsLogin(keyManager, request, parameters);
  const scopes = grantedScopes(asked, user);
  const subject = { user: nameOf(user), scopes, nonce };
  return types.has('code')
    ? answerWithCode(keyManager, authorization, subject, challenge)
    : answerWithTokens(keyManager, authorization, subject, types);
}

/** @throws OAuthError for types that are not known, or not this client's */
function responseTypes(client: Client, text: string | undefined): ReadonlySet<string> {
  if (text === undefined) throw new OAuthError('invalid_request', 'Missing response_type parameter value');
  const types = new Set(text.split(' '));
  if (text !== 'code' && ![...types].every((type) => type === 'token' || type === 'id_token')) {
    throw new OAuthError('unsupported_response_type', 'Unsupported response_type value');
  }
  if (!mayUse(client, text === 'code' ? 'authorization_code' : 'implicit')) {
    throw new OAuthError(
      'unauthorized_client',
      'The authenticated client is not authorized to use this authorization grant type',
    );
  }
  return types;
}

/** @throws OAuthError */
function codeChallenge(parameters: Parameters): CodeChallenge | undefined {
  const value = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method') ?? 'plain';
  if (value === undefined) return undefined;
  if (method !== 'S256' && method !== 'plain') {
    throw new OAuthError('invalid_request', 'Unsupported PKCE Challenge Method');
  }
  if (!pkceText.test(value)) {
    throw new OAuthError('invalid_request', 'Code challenge used is not up to RFC 7636 specifications.');
  }
  return { value, method };
}

/** It is kept with the code. @throws OAuthError when it is long */
function nonceOf(parameters: Parameters): string | undefined {
  const nonce = parameters.get('nonce');
  if (nonce !== undefined && nonce.length > longestNonce)
    throw new OAuthError('invalid_request', 'The nonce is too long');
  return nonce;
}

/** In characters. */
const longestNonce = 1024;

/** Passwords in the URL count not. */
async function signedIn(
  { state }: KeyManager,
  { headers }: ApimRequest,
  parameters: Parameters,
): Promise<AuthenticatedUser | undefined> {
  const basic = basicCredentials(headers.authorization);
  if (basic === 'malformed' || parameters.queryNames.has('password')) return undefined;
  const name = basic?.name ?? parameters.get('username');
  const secret = basic?.secret ?? parameters.get('password');
  return name === undefined || secret === undefined ? undefined : authenticateUser(state, name, secret);
}

/** @throws OAuthError when the client wants nobody to be asked */
function needsLogin({ settings }: KeyManager, { method }: ApimRequest, parameters: Parameters): ApimAnswer {
  if (parameters.get('prompt') === 'none') throw new OAuthError('login_required', 'Authentication required');
  return redirect(loginPage(settings.url, parameters, method === 'POST' && parameters.get('username') !== undefined));
}

interface Subject {
  readonly user: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
}

function answerWithCode(
  { state, settings, codes }: KeyManager,
  { client, redirectUri, parameters }: Authorization,
  subject: Subject,
  challenge: CodeChallenge | undefined,
): ApimAnswer {
  const expiresAt = endOf(settings.codeValidity, state.clock.now());
  const { value } = codes.create(client, { ...subject, redirectUri, expiresAt, challenge });
  return redirect(withParameters(redirectUri, '?', { code: value, state: parameters.get('state') }));
}

/** @throws OAuthError when an id token is wanted of a request that is none of OpenID Connect */
function answerWithTokens(
  keyManager: KeyManager,
  { client, redirectUri, parameters }: Authorization,
  subject: Subject,
  types: ReadonlySet<string>,
): ApimAnswer {
  const { scopes, nonce, user } = subject;
  if (types.has('id_token') && (nonce === undefined || !scopes.includes(openidScope))) {
    throw new OAuthError('invalid_request', 'An id_token needs the scope openid and a nonce');
  }
  const grant: Grant = { type: 'implicit', user, userType: 'APPLICATION_USER', scopes };
  const token = types.has('token') ? issueToken(keyManager, client, grant) : undefined;
  const content = token && tokenContent(keyManager, token, nonce);
  const { consumerKey } = client;
  return redirect(
    withParameters(redirectUri, '#', {
      access_token: content?.access_token,
      token_type: content?.token_type,
      expires_in: content?.expires_in.toString(),
      id_token: types.has('id_token')
        ? idToken(keyManager, { user, consumerKey, nonce, accessToken: token?.value })
        : undefined,
      state: parameters.get('state'),
    }),
  );
}

function redirect(location: string): ApimAnswer {
  return { status: 302, headers: { Location: location, ...notStored } };
}
