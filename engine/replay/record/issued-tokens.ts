import type { RawExchange } from './raw-recording.js';

/** Tokens whose exchanges are remembered. */
const limit = 1000;

/**
 * Remembers which exchange brought which token. A request that is sent with a token that an earlier request had fetched
 * can be played again only together with that exchange, since a replay starts without tokens.
 */
export class IssuedTokens {
  readonly #exchanges = new Map<string, RawExchange>();

  /** Takes note of an exchange, if it brought a token. */
  remember(exchange: RawExchange): void {
    const token = issuedToken(exchange);
    if (token === undefined) return;
    this.#exchanges.delete(token);
    this.#exchanges.set(token, exchange);
    if (this.#exchanges.size > limit) this.#exchanges.delete(this.#exchanges.keys().next().value!);
  }

  /**
   * The exchanges of earlier requests without which these calls would not have had their tokens.
   * @param given what else the request had: a token in it is none of these exchanges' business
   */
  borrowedBy(exchanges: readonly RawExchange[], given: string): RawExchange[] {
    const own = new Set(exchanges.map(issuedToken));
    const tokens = new Set(exchanges.flatMap(({ headers }) => bearerToken(headers) ?? []));
    return [...tokens].flatMap((token) => {
      const exchange = this.#exchanges.get(token);
      if (exchange === undefined || own.has(token) || given.includes(token)) return [];
      return [{ ...exchange, begun: 0, answered: 0, borrowed: true }];
    });
  }
}

/** The token that an exchange brought. */
export function issuedToken({ outcome }: RawExchange): string | undefined {
  if (outcome.kind !== 'answer' || outcome.status !== 200 || outcome.body.size > outcome.body.bytes.length) {
    return undefined;
  }
  const text = Buffer.from(outcome.body.bytes).toString('utf8');
  if (!text.includes('"access_token"')) return undefined;
  try {
    const token: unknown = (JSON.parse(text) as { access_token?: unknown }).access_token;
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}

/** The token of an Authorization header. */
export function bearerToken(headers: RawExchange['headers']): string | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return value && /^Bearer\s+(\S+)$/i.exec(value)?.[1];
}
