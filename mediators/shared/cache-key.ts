import { createHmac, randomBytes } from 'node:crypto';
import { type Message, serializeXml, valueText } from '../../engine/kit.js';

/** Which headers make requests different. */
export interface HashedHeaders {
  /** Lower case; `*` alone stands for all. Not empty: only these count, and `excluded` does not. */
  readonly included: readonly string[];
  /** Lower case; `*` alone: no header counts. */
  readonly excluded: readonly string[];
}

/** Headers that never count: they differ where nothing else does. */
const NEVER: ReadonlySet<string> = new Set(['date', 'user-agent', 'activityid']);
/** Requests of these methods are told apart without their body. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);

/**
 * Keys are shown to clients as a header, and headers of requests hold credentials: without the secret of this process
 * nobody can try out what a key was made of.
 */
const secret = randomBytes(32);

/** The key of a request: its To address, headers and body, not its method (mediators-flow sheet 12). */
export function requestKey(message: Message, headers: HashedHeaders): string {
  const hash = createHmac('sha256', secret);
  for (const part of partsOf(message, headers)) hash.update(`${part.length}:${part}`);
  return hash.digest('hex');
}

function* partsOf(message: Message, hashed: HashedHeaders): Iterable<string> {
  yield message.to ?? '';
  for (const [name, value] of countingHeaders(message, hashed)) {
    yield name;
    yield value;
  }
  const method = valueText(message.getProperty('axis2', 'HTTP_METHOD')) ?? '';
  if (!(message.rest && BODILESS.has(method))) yield bodyOf(message);
}

function countingHeaders(message: Message, { included, excluded }: HashedHeaders): [string, string][] {
  const counts = (name: string): boolean => {
    if (NEVER.has(name)) return false;
    if (included.length > 0) return included[0] === '*' || included.includes(name);
    return excluded[0] !== '*' && !excluded.includes(name);
  };
  return message.headers
    .entries()
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => counts(name))
    .sort(([left], [right]) => (left < right ? -1 : left === right ? 0 : 1));
}

function bodyOf({ heldJson, jsonText, payload }: Message): string {
  if (heldJson) return jsonText ?? '';
  return payload ? serializeXml(payload) : '';
}
