import { Fault } from '../../../errors/index.js';
import { JavaNumber } from '../../../message/index.js';
import { convertDateTime, formatDateTime } from '../../date-time/index.js';
import { DatePatternError } from '../../java-date.js';
import { failEvaluation } from '../failure.js';
import { asText, isNumeric, longOf } from '../operand.js';
import { type Argument, type FunctionEntry, wrongArgument } from './call.js';

/** Time now, and dates as text. The time zone is that of the process. */
export const timeFunctions = {
  now: { 0: ({ message }) => new JavaNumber('long', BigInt(message.services.clock.now())) },
  formatDateTime: {
    2: (_call, [ms, pattern]) => printTime(ms, pattern),
    3: (_call, [text, from, to]) => convertTime(text, from, to),
  },
} satisfies Record<string, FunctionEntry>;

/** The milliseconds that both JavaScript's and Java's calendar reach. */
const farthest = 8_640_000_000_000_000;

function printTime(ms: Argument, pattern: Argument): string {
  const letters = asText(pattern);
  if (letters === undefined || !isNumeric(ms)) return wrongArgument('formatDateTime');
  const time = Number(longOf(ms));
  if (Math.abs(time) > farthest) return failEvaluation('formatDateTime got a time out of range');
  try {
    return (
      formatDateTime(time, letters) ?? failEvaluation('formatDateTime cannot print this pattern without a time zone')
    );
  } catch (error) {
    if (error instanceof DatePatternError) throw new Fault(error.message, { cause: error });
    throw error;
  }
}

function convertTime(text: Argument, from: Argument, to: Argument): string {
  const [value, source, target] = [asText(text), asText(from), asText(to)];
  if (value === undefined || source === undefined || target === undefined) return wrongArgument('formatDateTime');
  try {
    return (
      convertDateTime(value, source, target) ??
      failEvaluation('formatDateTime got a text that does not fit its pattern')
    );
  } catch (error) {
    if (error instanceof DatePatternError) return failEvaluation(`formatDateTime: ${error.message}`);
    throw error;
  }
}
