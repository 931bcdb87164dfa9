import type { ApimAnswer } from '../server.js';

type Headers = Readonly<Record<string, string>>;

/** Nothing that carries tokens may be kept on its way. */
export const notStored: Headers = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

/** Why a request is refused, as OAuth2 says it; its text goes to the client, so it holds no secret. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  /** @param status default: 401 for `invalid_client`, otherwise 400 */
  constructor(
    readonly code: string,
    readonly description: string,
    readonly status = code === 'invalid_client' ? 401 : 400,
  ) {
    super(description);
  }
}

/** An answer in JSON that nobody may store. */
export function jsonAnswer(status: number, content: object, headers: Headers = {}): ApimAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...notStored, ...headers },
    body: JSON.stringify(content),
  };
}

/** The answer to a refused request; a 401 says how clients identify themselves (gateway sheet B.3). */
export function errorAnswer({ code, description, status }: OAuthError, host: string): ApimAnswer {
  const challenge = status === 401 ? { 'WWW-Authenticate': `Basic realm=${host}` } : undefined;
  return jsonAnswer(status, { error_description: description, error: code }, challenge);
}

/** The answer to a method that the resource does not know. */
export function methodNotAllowed(allowed: readonly string[]): ApimAnswer {
  return { status: 405, headers: { Allow: allowed.join(', ') } };
}
