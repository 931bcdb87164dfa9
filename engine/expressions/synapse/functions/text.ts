import { JavaNumber, JsonNumber, javaTrim } from '../../../message/index.js';
import { dynamicJavaRegex } from '../../java-regex/index.js';
import { asJsonArray, asText, intOf, isInt, JsonOperand, type Operand } from '../operand.js';
import { type Argument, type FunctionEntry, wrongArgument } from './call.js';
import { readQuotedJson } from './convert.js';

/** Functions over texts. What is no text, where one is wanted, makes them fail. */
export const textFunctions = {
  length: { 1: (_call, [x]) => length(x) },
  toUpper: { 1: (_call, [x]) => changeCase('toUpper', x, (text) => text.toUpperCase()) },
  toLower: { 1: (_call, [x]) => changeCase('toLower', x, (text) => text.toLowerCase()) },
  trim: { 1: (_call, [x]) => javaTrim(text('trim', x)) },
  startsWith: { 2: (_call, [x, start]) => text('startsWith', x).startsWith(text('startsWith', start)) },
  endsWith: { 2: (_call, [x, end]) => text('endsWith', x).endsWith(text('endsWith', end)) },
  contains: { 2: (_call, [x, part]) => text('contains', x).includes(text('contains', part)) },
  subString: {
    2: (_call, [x, from]) => subString(text('subString', x), index('subString', from)),
    3: (_call, [x, from, to]) => subString(text('subString', x), index('subString', from), index('subString', to)),
  },
  replace: {
    3: (_call, [x, part, other]) => {
      const replacement = text('replace', other);
      return text('replace', x).replaceAll(text('replace', part), () => replacement);
    },
  },
  split: { 2: (_call, [x, regex]) => split(text('split', x), text('split', regex)) },
  indexOf: {
    2: (_call, [x, part]) => int(text('indexOf', x).indexOf(text('indexOf', part))),
    3: (_call, [x, part, from]) => int(text('indexOf', x).indexOf(text('indexOf', part), index('indexOf', from))),
  },
  charAt: { 2: (_call, [x, at]) => charAt(text('charAt', x), index('charAt', at)) },
} satisfies Record<string, FunctionEntry>;

function text(name: string, operand: Argument): string {
  return asText(operand) ?? wrongArgument(name);
}

function index(name: string, operand: Argument): number {
  return isInt(operand) ? intOf(operand) : wrongArgument(name);
}

function int(value: number): JavaNumber {
  return new JavaNumber('int', value);
}

function length(operand: Argument): Operand {
  const text = asText(operand);
  if (text !== undefined) return int(text.length);
  const items = asJsonArray(operand, readQuotedJson);
  return items ? int(items.length) : wrongArgument('length');
}

/** A JSON number or boolean has a text here, too; the result is a JSON string then. */
function changeCase(name: string, operand: Argument, change: (text: string) => string): Operand {
  if (typeof operand === 'string') return change(text(name, operand));
  const value = operand instanceof JsonOperand ? operand.value : undefined;
  if (typeof value === 'string' || typeof value === 'boolean' || value instanceof JsonNumber) {
    return new JsonOperand(change(String(value)));
  }
  return wrongArgument(name);
}

function subString(text: string, from: number, to = text.length): string {
  return from < 0 || from > to || to > text.length ? wrongArgument('subString') : text.slice(from, to);
}

function split(text: string, regex: string): Operand {
  return new JsonOperand(dynamicJavaRegex(regex).split(text));
}

function charAt(text: string, at: number): string {
  return at < 0 || at >= text.length ? wrongArgument('charAt') : text.charAt(at);
}
