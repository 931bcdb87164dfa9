import { type Compiled, constant, logical, numeric, textual } from '../compiled.js';
import { EvaluationError } from '../evaluation-error.js';
import { toJavaInt } from '../number-text.js';
import { toText } from '../value.js';
import { ANY_NUMBER, contextItem, type FunctionDefinition } from './definition.js';
import { roundHalfUp } from './number.js';

/** The functions of XPath's core on texts, and the library's `upper-case`, `lower-case` and `ends-with`. */
export const textFunctions: readonly FunctionDefinition[] = [
  {
    name: 'string',
    signature: 'string([value])',
    least: 0,
    most: 1,
    compile: ([value = contextItem]) => textual(value.text),
  },
  { name: 'concat', signature: 'concat(text, text, …)', least: 2, most: ANY_NUMBER, compile: concat },
  testing('starts-with', (text, part) => text.startsWith(part)),
  testing('ends-with', (text, part) => text.endsWith(part)),
  testing('contains', (text, part) => text.includes(part)),
  cutting('substring-before', (text, part) => text.slice(0, Math.max(0, text.indexOf(part)))),
  cutting('substring-after', (text, part) => {
    const at = text.indexOf(part);
    return at < 0 ? '' : text.slice(at + part.length);
  }),
  {
    name: 'substring',
    signature: 'substring(text, from[, length])',
    least: 2,
    most: 3,
    compile: ([text, from, length]) =>
      textual((frame) => substring(text!.text(frame), from!.number(frame), length?.number(frame))),
  },
  {
    name: 'string-length',
    signature: 'string-length([text])',
    least: 0,
    most: 1,
    compile: ([text = contextItem]) => numeric((frame) => lengthOf(text.text(frame))),
  },
  {
    name: 'normalize-space',
    signature: 'normalize-space([text])',
    least: 0,
    most: 1,
    compile: ([text = contextItem]) => textual((frame) => normalizeSpace(text.text(frame))),
  },
  {
    name: 'translate',
    signature: 'translate(text, from, to)',
    least: 3,
    most: 3,
    compile: ([text, from, to]) => textual((frame) => translate(text!.text(frame), from!.text(frame), to!.text(frame))),
  },
  casing('upper-case', (text, locale) => text.toLocaleUpperCase(locale)),
  casing('lower-case', (text, locale) => text.toLocaleLowerCase(locale)),
];

function testing(name: string, test: (text: string, part: string) => boolean): FunctionDefinition {
  return {
    name,
    signature: `${name}(text, part)`,
    least: 2,
    most: 2,
    compile: ([text, part]) => logical((frame) => test(text!.text(frame), part!.text(frame))),
  };
}

function cutting(name: string, cut: (text: string, part: string) => string): FunctionDefinition {
  return {
    name,
    signature: `${name}(text, part)`,
    least: 2,
    most: 2,
    compile: ([text, part]) => textual((frame) => cut(text!.text(frame), part!.text(frame))),
  };
}

/** Two and three arguments, the usual ones, without a loop. */
function concat(args: readonly Compiled[]): Compiled {
  if (args.every((argument) => argument.constant !== undefined)) {
    return constant(args.map((argument) => toText(argument.constant!)).join(''));
  }
  const [first, second, third] = args.map((argument) => argument.text);
  if (args.length === 2) return textual((frame) => first!(frame) + second!(frame));
  if (args.length === 3) return textual((frame) => first!(frame) + second!(frame) + third!(frame));
  return textual((frame) => {
    let text = '';
    for (const argument of args) text += argument.text(frame);
    return text;
  });
}

const halfPair = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether a text has characters of two code units. Half a pair is an error, as in the library. */
function hasPairs(text: string): boolean {
  if (!/[\ud800-\udfff]/.test(text)) return false;
  if (halfPair.test(text)) throw new EvaluationError('the text holds half of a surrogate pair');
  return true;
}

/** Characters are code points. */
function characters(text: string): string[] {
  return hasPairs(text) ? Array.from(text) : text.split('');
}

function lengthOf(text: string): number {
  return hasPairs(text) ? Array.from(text).length : text.length;
}

/** `from` and `length` are rounded and cut to Java's int, whose wrap-around shows at both ends. */
function substring(text: string, from: number, length: number | undefined): string {
  const all = lengthOf(text);
  if (all === 0 || Number.isNaN(from)) return '';
  const start = (toJavaInt(roundHalfUp(from)) - 1) | 0;
  const count = length === undefined ? all : toJavaInt(roundHalfUp(length));
  if (count < 0 || start > all) return '';
  const end = length === undefined ? all : (start + count) | 0;
  const [first, last] = [Math.max(start, 0), Math.max(end, 0)];
  return all === text.length ? text.slice(first, last) : Array.from(text).slice(first, last).join('');
}

function normalizeSpace(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '').replace(/[ \t\r\n]+/g, ' ');
}

function translate(text: string, from: string, to: string): string {
  const replacements = characters(to);
  const map = new Map<string, string>();
  for (const [index, character] of characters(from).entries()) {
    if (!map.has(character)) map.set(character, replacements[index] ?? '');
  }
  return characters(text)
    .map((character) => map.get(character) ?? character)
    .join('');
}

type Recase = (text: string, locale?: string) => string;

/** Without a locale the rules of English hold, whatever the machine's. */
function casing(name: string, recase: Recase): FunctionDefinition {
  return {
    name,
    signature: `${name}(text[, locale])`,
    least: 1,
    most: ANY_NUMBER,
    compile: ([text, locale]) => {
      if (locale === undefined) return textual((frame) => recase(text!.text(frame), 'en'));
      return textual((frame) => recase(text!.text(frame), knownLocale(locale.text(frame))));
    },
  };
}

function knownLocale(name: string): string {
  try {
    return (name !== '' && Intl.DateTimeFormat.supportedLocalesOf(name)[0]) || 'en';
  } catch {
    return 'en';
  }
}
