import type { Client } from '../applications.js';
import type { ApimAnswer, ApimRequest } from '../server.js';
import { jsonAnswer, OAuthError } from './answers.js';
import { authenticateClient, mayUse } from './authenticate-client.js';
import type { KeyManager } from './context.js';
import { type GrantType, grantType } from './grants.js';
import { headerText } from './header-text.js';
import { issueToken } from './issue-token.js';
import { type Parameters, parametersOf, refuseRepeated } from './parameters.js';
import { tokenContent } from './token-content.js';

/** What must not stand in a URL, where logs and histories keep it. */
const sensitive = [
  'username',
  'password',
  'client_secret',
  'refresh_token',
  'code',
  'code_verifier',
  'assertion',
] as const;

/**
 * `POST /oauth2/token` (gateway sheet B.2 to B.5). The form is checked first, then the client, then what it may do, at
 * last what it shows. @throws OAuthError
 */
export async function answerToken(keyManager: KeyManager, request: ApimRequest): Promise<ApimAnswer> {
  const parameters = parametersOf(request);
  const type = readGrantType(parameters);
  const { name, handle } = type;
  const client = authenticateClient(keyManager.state.applications, request, parameters);
  if (!handle) throw new OAuthError('unsupported_grant_type', `Unsupported grant type : ${name}, is used.`);
  if (!client) throw new OAuthError('invalid_client', 'Unsupported Client Authentication Method!');
  checkClient(client, type);
  const grant = await handle({ keyManager, client, parameters });
  const token = issueToken(keyManager, client, grant);
  const ended = keyManager.settings.revokedTokenHeaders ? grant.renewed : undefined;
  const headers = ended && { DeactivatedAccessToken: headerText(ended.value) };
  return jsonAnswer(200, tokenContent(keyManager, token, grant.nonce), headers);
}

function readGrantType(parameters: Parameters): GrantType {
  refuseRepeated(parameters);
  if (sensitive.some((name) => parameters.queryNames.has(name))) {
    throw new OAuthError('invalid_request', 'Invalid request with sensitive data in the URL.');
  }
  const name = parameters.get('grant_type');
  if (name === undefined) throw new OAuthError('invalid_request', 'Missing grant_type parameter value');
  const type = grantType(name);
  if (!type) throw new OAuthError('invalid_request', 'Unsupported grant_type value');
  const missing = type.required.filter((parameter) => parameters.get(parameter) === undefined);
  if (missing.length > 0) throw new OAuthError('invalid_request', `Missing parameters: ${missing.join(' ')}`);
  return type;
}

function checkClient(client: Client, { name }: GrantType): void {
  if (mayUse(client, name)) return;
  throw new OAuthError(
    'unauthorized_client',
    'The authenticated client is not authorized to use this authorization grant type',
  );
}
