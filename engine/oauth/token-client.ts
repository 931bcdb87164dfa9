import { STATUS_CODES } from 'node:http';
import { TransportError, type TransportErrorKind } from '../endpoints/index.js';
import {
  BodyTooLarge,
  charsetOf,
  collect,
  JsonNumber,
  JsonObject,
  type JsonValue,
  type Outbound,
  type OutboundResponse,
  parseJson,
} from '../message/index.js';
import type { TokenGrant } from './grant.js';

/** A token as its server gave it. */
export interface IssuedToken {
  readonly value: string;
  /** Seconds; undefined when the answer does not say, or says nothing that could be a life. */
  readonly expiresIn: number | undefined;
}

/** Limits of a token request, in milliseconds. */
export interface TokenLimits {
  readonly connect: number;
  readonly socket: number;
}

/** Why there is no token, in the words of the reference engine; without any secret. */
export class TokenError extends Error {
  override readonly name = 'TokenError';

  /**
   * @param unforeseen the reference engine has no words for it: its flow sees an unspecified error
   */
  constructor(
    message: string,
    readonly unforeseen = false,
  ) {
    super(message);
  }
}

/** A larger answer is none. */
const answerLimit = 1024 * 1024;

/** Asks a token endpoint (endpoints sheet, section 7). Rejects with TokenError. */
export async function requestToken(outbound: Outbound, grant: TokenGrant, limits: TokenLimits): Promise<IssuedToken> {
  checkUrl(grant.tokenUrl);
  try {
    const response = await outbound.send({
      method: 'POST',
      url: grant.tokenUrl,
      headers: grant.headers,
      body: Buffer.from(grant.form),
      connectTimeout: limits.connect,
      idleTimeout: limits.socket,
      totalTimeout: limits.connect + limits.socket,
      keepAlive: true,
    });
    return await readToken(response);
  } catch (thrown) {
    throw thrown instanceof TokenError ? thrown : new TokenError(reasonOf(thrown));
  }
}

function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw new TokenError('OAuth token URL is invalid');
  if (!/^https?:/i.test(url)) throw new TokenError('Unsupported protocol used for the OAuth token endpoint.');
}

async function readToken(response: OutboundResponse): Promise<IssuedToken> {
  const bytes = Buffer.isBuffer(response.body) ? response.body : await collect(response.body, answerLimit);
  if (bytes.length > answerLimit) throw new BodyTooLarge(answerLimit);
  const { status, reason } = response;
  if (status !== 200) {
    const phrase = reason || (STATUS_CODES[status] ?? '');
    throw new TokenError(`Error while accessing the Token URL. HTTP/1.1 ${status} ${phrase}`.trimEnd());
  }
  const answer = parse(bytes, response);
  if (!(answer instanceof JsonObject)) throw new TokenError('The answer of the OAuth server is no JSON object', true);
  const value = tokenText(answer.get('access_token'));
  if (!value) throw new TokenError('Missing key [access_token] in the response from the OAuth server');
  return { value, expiresIn: seconds(answer.get('expires_in')) };
}

function parse(bytes: Buffer, { headers }: OutboundResponse): JsonValue {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const latin = /^(iso-8859-1|latin1|us-ascii)$/i.test((type && charsetOf(type)) ?? '');
  try {
    return parseJson(bytes.toString(latin ? 'latin1' : 'utf8'), { lenient: true });
  } catch {
    throw new TokenError('The answer of the OAuth server is no JSON object', true);
  }
}

function tokenText(value: JsonValue | undefined): string | undefined {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Some servers write the number as text. Nothing above zero counts as nothing said. */
function seconds(value: JsonValue | undefined): number | undefined {
  const number =
    value instanceof JsonNumber ? value.toNumber() : typeof value === 'string' ? Number(value) : Number.NaN;
  return number > 0 && Number.isFinite(number) ? number : undefined;
}

const reasons: Readonly<Partial<Record<TransportErrorKind, string>>> = {
  refused: 'Unable to connect to the OAuth token endpoint.',
  'unknown-host': 'Unable to resolve the hostname for the OAuth token endpoint connection.',
  timeout: 'Socket timeout: OAuth token endpoint did not respond within the expected time frame.',
  'connect-timeout': 'Connection timeout: Failed to establish a connection to the OAuth token endpoint.',
  full: 'Connection request timeout: Unable to obtain a connection from the pool in time while communicating with the OAuth token endpoint.',
  tls: 'SSL handshake failed while connecting to the OAuth token endpoint.',
};

function reasonOf(thrown: unknown): string {
  if (thrown instanceof TransportError) return reasons[thrown.kind] ?? 'Error generating token';
  if (thrown instanceof BodyTooLarge) return 'The answer of the OAuth server is too large';
  return 'Error generating token';
}
