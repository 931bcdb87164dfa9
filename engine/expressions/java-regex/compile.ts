import { Fault, type Place } from '../../errors/index.js';
import type { ExpressionContext } from '../expression.js';
import { flagsOf } from './flags.js';
import { createJavaRegex, type JavaRegex } from './java-regex.js';
import { parsePattern } from './parse.js';
import { PatternError } from './pattern.js';

/**
 * Compiles a pattern of java.util.regex, reporting why it cannot be run.
 * @param flags letters of Java's embedded flags (`i`, `m`, `s`, `x`, `d`, `u`, `U`) that hold for the whole pattern
 * @returns undefined after `expression/regex-syntax` (Java refuses it) or `expression/regex-unsupported` (we do)
 */
export function compileJavaRegex(
  pattern: string,
  context: Pick<ExpressionContext, 'place' | 'report'>,
  flags = '',
): JavaRegex | undefined {
  try {
    return createJavaRegex(parsePattern(pattern, flagsOf(flags)), context.place(0));
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const place = context.place(error.offset);
    if (error.unsupported) context.report.add('expression/regex-unsupported', place, { construct: error.reason });
    else context.report.add('expression/regex-syntax', place, { reason: error.reason });
    return undefined;
  }
}

/** Patterns that came with messages, the most recently used last. */
const dynamicPatterns = new Map<string, JavaRegex>();
const dynamicLimit = 200;

/**
 * The pattern of a text that is known only at run time (a function's argument). The latest 200 are kept compiled.
 * @throws Fault for a pattern that cannot be run
 */
export function dynamicJavaRegex(pattern: string, place?: Place): JavaRegex {
  const known = dynamicPatterns.get(pattern);
  const regex = known ?? compileDynamic(pattern, place);
  dynamicPatterns.delete(pattern);
  dynamicPatterns.set(pattern, regex);
  if (dynamicPatterns.size > dynamicLimit) dynamicPatterns.delete(dynamicPatterns.keys().next().value!);
  return regex;
}

function compileDynamic(pattern: string, place: Place | undefined): JavaRegex {
  try {
    // Kept for other places too, so the compiled pattern does not know this one.
    return createJavaRegex(parsePattern(pattern), undefined);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const what = error.unsupported
      ? `uses ${error.reason}, which this engine does not run`
      : `is invalid: ${error.reason}`;
    throw new Fault(`The regular expression '${pattern}' ${what}`, place ? { place, cause: error } : { cause: error });
  }
}
