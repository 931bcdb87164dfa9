import { createHash } from 'node:crypto';
import type { AuthorizationRequest, Credential, OAuthAuthentication } from '../endpoints/index.js';
import type { Message } from '../message/index.js';

/** A token request with everything evaluated for one message. Holds secrets: never printed, never a key. */
export interface TokenGrant {
  readonly tokenUrl: string;
  /** The form as it is sent: values as written, not URL-encoded, as the reference engine does it. */
  readonly form: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Tells apart what must not share a token; a hash. */
  readonly key: string;
}

/** Evaluates an `<oauth>` for a message. Throws Fault when an expression cannot be evaluated. */
export function grantFor({ message, authentication, identity, url }: GrantRequest): TokenGrant {
  const text = (credential: Credential | undefined) => credential?.(message) ?? '';
  const tokenUrl = text(authentication.tokenUrl);
  const clientId = text(authentication.clientId);
  const clientSecret = text(authentication.clientSecret);
  const inForm = text(authentication.authMode).toLowerCase() === 'payload';
  const parameters = pairs(authentication.requestParameters, message);
  const form = [
    ...grantParameters(authentication, text),
    ...(inForm ? [['client_id', clientId] as const, ['client_secret', clientSecret] as const] : []),
    ...parameters,
  ];
  const custom = pairs(authentication.customHeaders, message);
  const body = form.map(([name, value]) => `${name}=${value}`).join('&');
  return {
    tokenUrl,
    form: body,
    headers: tokenHeaders(custom, inForm ? undefined : basic(clientId, clientSecret)),
    // New credentials never meet an old token: everything that was evaluated is part of the key.
    key: hash([identity, url, tokenUrl, authentication.grant, clientId, clientSecret, body, ...custom.flat()]),
  };
}

/** A request for an OAuth endpoint. */
export type GrantRequest = AuthorizationRequest & { readonly authentication: OAuthAuthentication };

/** `Basic …` of a name and a password. */
export function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

function grantParameters(
  { grant, username, password, refreshToken }: OAuthAuthentication,
  text: (credential: Credential | undefined) => string,
): (readonly [string, string])[] {
  switch (grant) {
    case 'clientCredentials':
      return [['grant_type', 'client_credentials']];
    case 'passwordCredentials':
      return [
        ['grant_type', 'password'],
        ['username', text(username)],
        ['password', text(password)],
      ];
    case 'authorizationCode':
      return [
        ['grant_type', 'refresh_token'],
        ['refresh_token', text(refreshToken)],
      ];
  }
}

/** Custom headers may replace the Content-Type, and the client's Basic header replaces a custom Authorization. */
function tokenHeaders(
  custom: readonly (readonly [string, string])[],
  client: string | undefined,
): (readonly [string, string])[] {
  const headers = new Map<string, readonly [string, string]>();
  const set = (name: string, value: string) => headers.set(name.toLowerCase(), [name, value]);
  set('Content-Type', 'application/x-www-form-urlencoded');
  for (const [name, value] of custom) set(name, value);
  if (client !== undefined) set('Authorization', client);
  return [...headers.values()];
}

function pairs(list: readonly (readonly [string, Credential])[], message: Message): (readonly [string, string])[] {
  return list.map(([name, value]) => [name, value(message)] as const);
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
