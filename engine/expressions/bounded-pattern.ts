import { Fault } from '../errors/index.js';
import type { FindsPattern } from '../schema/index.js';
import { dynamicJavaRegex } from './java-regex/index.js';

/**
 * The matcher of a pattern that somebody brings along: it takes bounded time, and throws a Fault beyond that. What Java's
 * syntax does not take is JavaScript's.
 * @throws SyntaxError when it is no pattern in either syntax
 */
export function boundedPattern(source: string): FindsPattern {
  try {
    const regex = dynamicJavaRegex(source);
    return { test: (text) => regex.find(text) };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return new RegExp(source);
  }
}
