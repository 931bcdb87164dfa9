import fc from 'fast-check';

/** Pieces of strings as they are written, with what a printer writes differently among them. */
const piece = fc.constantFrom(
  ...['a', 'b', 'é', '€', '😀', '\ud800', '\u2028', '\u2029', '\u007f', '<', "'", '[', '}', ',', ':'],
  ...[
    '\\n',
    '\\t',
    '\\"',
    '\\\\',
    '\\/',
    '\\b',
    '\\u0061',
    '\\u0041',
    '\\u000a',
    '\\u001f',
    '\\uD83D\\uDE00',
    '\\udc00',
  ],
);
const string = fc.array(piece, { maxLength: 4 }).map((pieces) => `"${pieces.join('')}"`);
/** So few that they often stand twice. */
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('"a"', '"b"', '"c"', '"items"', '"members"', '"elements"', '""') },
  fc.constantFrom('"\\u0061"', '"a\\"b"', '"a\\/b"', '"__proto__"'),
  string,
);
const scalar = fc.oneof(
  string,
  fc.constantFrom('true', 'false', 'null', '0', '-0', '7', '12.50', '1e3', '-1.5E-7', '12345678.9', '1E400'),
  fc.constantFrom('12345678901234567890', '0.1000', '-123456789012345678901234567890.5'),
);
/** Mostly none, as programs write. */
const blank = fc.oneof({ weight: 12, arbitrary: fc.constant('') }, fc.constantFrom(' ', '\n', '\t', '\r\n  '));

/** JSON texts as anybody may write them: blanks, escapes, repeated names, numbers of any form. */
export const jsonTexts: fc.Arbitrary<string> = fc
  .letrec<{ value: string }>((tie) => {
    const spaced = fc.tuple(blank, tie('value'), blank).map((parts) => parts.join(''));
    const member = fc.tuple(blank, name, blank, spaced).map(([before, key, after, value]) => {
      return `${before}${key}${after}:${value}`;
    });
    const object = fc.array(member, { maxLength: 5 }).map((members) => `{${members.join(',')}}`);
    const array = fc.array(spaced, { maxLength: 4 }).map((items) => `[${items.join(',')}]`);
    return { value: fc.oneof({ maxDepth: 4 }, scalar, object, array) };
  })
  .value.chain((value) => fc.tuple(blank, blank).map(([before, after]) => before + value + after));

/** The same, one in two spoilt somewhere. */
export const jsonTextsWithErrors: fc.Arbitrary<string> = jsonTexts.chain((json) =>
  fc
    .tuple(fc.nat(json.length), fc.constantFrom('', '', '', '"', '}', ',', '\\', '{"a":', '[', '\u0000', '0', '\n'))
    .map(([at, junk]) => json.slice(0, at) + junk + json.slice(at)),
);
