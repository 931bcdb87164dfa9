import type { ApimRequest } from '../server.js';
import { OAuthError } from './answers.js';

/** A longer form is refused. */
const longestForm = 64 * 1024;

/** Query and form of a request together. */
export class Parameters {
  readonly #values = new Map<string, string>();
  /** Names in the query. */
  readonly queryNames: ReadonlySet<string>;
  /** Some name stands there twice, be it once in the query and once in the form. */
  readonly repeated: boolean;

  /** Values that are empty count as absent, as they do for Java's servlets in the product. */
  constructor(query: string, form: string) {
    const inQuery = [...new URLSearchParams(query)];
    const all = [...inQuery, ...new URLSearchParams(form)];
    for (const [name, value] of all) if (value !== '' || !this.#values.has(name)) this.#values.set(name, value);
    this.queryNames = new Set(inQuery.map(([name]) => name));
    this.repeated = this.#values.size < all.length;
  }

  get(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  /** All of them, in their order. */
  entries(): Iterable<[name: string, value: string]> {
    return this.#values;
  }
}

/** Path and query of a target. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** @throws OAuthError when the body is no form, or longer than 64 KiB */
export function parametersOf({ target, body, headers }: ApimRequest): Parameters {
  if (body.length > longestForm) throw new OAuthError('invalid_request', 'The request is too long', 413);
  if (body.length > 0 && !/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    const wanted = 'Bad request content type. Expecting: application/x-www-form-urlencoded';
    throw new OAuthError('invalid_request', wanted, 415);
  }
  return new Parameters(splitTarget(target).query, body.toString('utf8'));
}

/** @throws OAuthError */
export function refuseRepeated(parameters: Parameters): void {
  if (parameters.repeated) throw new OAuthError('invalid_request', 'Invalid request with repeated parameters.');
}
