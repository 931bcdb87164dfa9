import type { ApplicationTable, Client } from '../applications.js';
import type { ApimRequest } from '../server.js';
import { sameSecret } from '../users.js';
import { OAuthError } from './answers.js';
import type { Parameters } from './parameters.js';

/** A name and its secret, taken from a Basic header. */
export interface BasicCredentials {
  readonly name: string;
  readonly secret: string;
}

/**
 * The credentials of a Basic header, split at the first colon; `malformed` when there is one that cannot be read,
 * undefined when there is none.
 */
export function basicCredentials(header: string | undefined): BasicCredentials | 'malformed' | undefined {
  if (header === undefined || !/^basic(\s|$)/i.test(header)) return undefined;
  const parts = header.trim().split(/\s+/);
  const decoded = Buffer.from(parts[1] ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (parts.length !== 2 || colon < 1 || colon === decoded.length - 1) return 'malformed';
  return { name: decoded.slice(0, colon), secret: decoded.slice(colon + 1) };
}

/**
 * The client of a request, by its Basic header or by `client_id` and `client_secret` (gateway sheet B.2, B.3); undefined
 * when it shows no credentials.
 * @throws OAuthError when they are wrong, cannot be read, or are shown both ways
 */
export function authenticateClient(
  applications: ApplicationTable,
  { headers }: ApimRequest,
  parameters: Parameters,
): Client | undefined {
  const basic = basicCredentials(headers.authorization);
  if (basic === 'malformed') {
    throw new OAuthError(
      'invalid_client',
      'Error decoding authorization header. Space delimited "<authMethod> <base64Hash>" format violated.',
    );
  }
  const id = parameters.get('client_id');
  const secret = parameters.get('client_secret');
  if (basic && (secret !== undefined || (id !== undefined && id !== basic.name))) {
    throw new OAuthError('invalid_request', 'The client MUST NOT use more than one authentication method in each');
  }
  if (basic) return checkedClient(applications, basic);
  return id !== undefined && secret !== undefined ? checkedClient(applications, { name: id, secret }) : undefined;
}

/** A client that is not there costs the same comparison as one whose secret is wrong. */
function checkedClient(applications: ApplicationTable, { name, secret }: BasicCredentials): Client {
  const client = applications.client(name);
  if (!sameSecret(client?.consumerSecret ?? '', secret) || !client) {
    throw new OAuthError('invalid_client', 'Client credentials are invalid.');
  }
  return client;
}

/** Whether a client may use a grant; where nothing is said it may use all. */
export function mayUse({ grantTypes }: Client, grant: string): boolean {
  return grantTypes === undefined || grantTypes.includes(grant);
}
