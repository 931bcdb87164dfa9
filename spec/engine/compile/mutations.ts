import type { RandomSource } from '../../../engine/observe/index.js';

/** Changes a text somewhere. */
type Mutation = (text: string, random: Dice) => string;

/** Choices by chance, the same for the same seed. */
export class Dice {
  constructor(private readonly source: RandomSource) {}

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.source.random() * limit);
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** Values that readers of attributes and texts stumble over. */
const values = [
  '',
  ' ',
  '0',
  '-1',
  '99999999999999999999',
  '1e400',
  'true',
  '{',
  '}',
  '{}',
  '{{}}',
  '{{a b}}',
  '{$ctx:a}',
  '${',
  '${}',
  '${payload.',
  "${vars['x']}",
  'json-eval(',
  'json-eval($.a[?(@.b =~ /(/)])',
  'json-eval({$ctx:a b})',
  '//*[',
  'a b',
  '$func:x',
  'fn:concat(',
  '(((((((((((((((((((((((((((',
  '[[[[',
  '(a+)+$',
  '\\G',
  '%zz',
  'http://h/{uri.var.a',
  '/a/{b}{c}',
  '{?a}',
  '*.',
  'conf:/../../x',
  '$SYSTEM:NOWHERE',
  '&#x1F600;',
  '&amp;&lt;',
  'a'.repeat(5000),
  '('.repeat(2000),
];

const names = [
  ...[
    'api',
    'sequence',
    'endpoint',
    'template',
    'definitions',
    'localEntry',
    'proxy',
    'resource',
    'inSequence',
    'target',
  ],
  ...[
    'property',
    'log',
    'call',
    'send',
    'filter',
    'then',
    'else',
    'switch',
    'case',
    'payloadFactory',
    'format',
    'args',
  ],
  ...[
    'enrich',
    'source',
    'header',
    'script',
    'iterate',
    'aggregate',
    'clone',
    'foreach',
    'validate',
    'cache',
    'throttle',
  ],
  ...['http', 'address', 'failover', 'authentication', 'name', 'description', 'nonsense', 'p:q'],
];

/** A span of the text. */
function span(text: string, random: Dice): [start: number, end: number] {
  const start = random.below(text.length + 1);
  return [start, Math.min(text.length, start + random.below(40))];
}

/** One of the matches of a pattern, or undefined when there is none. */
function pick(text: string, pattern: RegExp, random: Dice): RegExpMatchArray | undefined {
  const found = [...text.matchAll(pattern)];
  return found.length === 0 ? undefined : random.one(found);
}

function replaced(text: string, match: RegExpMatchArray | undefined, by: string): string {
  return match ? text.slice(0, match.index) + by + text.slice(match.index! + match[0].length) : text;
}

const anAttribute = /\s[\w:.-]+="[^"]*"/g;
const aTag = /<\/?[A-Za-z][\w:.-]*/g;
const anElement = /<([A-Za-z][\w:.-]*)\b[^<>]*(?:\/>|>[^<]*<\/\1>)/g;

/** What is done to artifacts: to their text, to attributes, to elements. */
const mutations: readonly Mutation[] = [
  (text, random) => {
    const [start, end] = span(text, random);
    return text.slice(0, start) + text.slice(end);
  },
  (text, random) => {
    const [start, end] = span(text, random);
    return text.slice(0, end) + text.slice(start, end) + text.slice(end);
  },
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.one([...'<>&"\'{}$[]()/\\=! \t\n\u0000\uFFFF\u00e4']) + text.slice(at);
  },
  (text, random) => replaced(text, pick(text, anAttribute, random), ''),
  (text, random) => {
    const match = pick(text, anAttribute, random);
    return match
      ? replaced(
          text,
          match,
          match[0].replace(/="[\s\S]*"$/, () => `="${random.one(values)}"`),
        )
      : text;
  },
  (text, random) => {
    const match = pick(text, anAttribute, random);
    return match ? replaced(text, match, `${match[0]} ${random.one(names)}="${random.one(values)}"`) : text;
  },
  (text, random) => {
    const match = pick(text, aTag, random);
    const old = match?.[0].replace(/[</]/g, '');
    const name = random.one(names);
    return old === undefined
      ? text
      : text.replaceAll(aTag, (tag) => (tag.replace(/[</]/g, '') === old ? tag.replace(old, () => name) : tag));
  },
  (text, random) => replaced(text, pick(text, anElement, random), ''),
  (text, random) => {
    const match = pick(text, anElement, random);
    return match ? replaced(text, match, match[0] + match[0]) : text;
  },
  (text, random) => {
    const from = pick(text, anElement, random);
    const to = pick(text, anElement, random);
    return from && to ? replaced(text, to, from[0]) : text;
  },
  (text, random) => {
    const match = pick(text, />[^<]*</g, random);
    return replaced(text, match, `>${random.one(values)}<`);
  },
  (text, random) =>
    text.replaceAll('http://ws.apache.org/ns/synapse', () =>
      random.one(['', 'urn:x', 'http://ws.apache.org/ns/synapse/']),
    ),
  (text, random) => {
    const depth = 1 + random.below(400);
    return replaced(text, pick(text, anElement, random), `${'<in>'.repeat(depth)}${'</in>'.repeat(depth)}`);
  },
];

/** The text after one to three changes. */
export function mutated(text: string, random: Dice): string {
  let result = text;
  for (let left = 1 + random.below(3); left > 0; left--) result = random.one(mutations)(result, random);
  return result;
}
