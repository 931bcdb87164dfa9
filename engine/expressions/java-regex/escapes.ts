import type { PatternReader } from './reader.js';

const simple: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

/**
 * Reads what follows a backslash when it stands for one character: `\n`, `\x41`, `\u0041`, `\0101`, `\cA`, and any
 * character that is no ASCII letter or digit. The backslash has been consumed.
 * @returns the code point, or undefined (nothing consumed) when the escape is something else
 */
export function readCharacterEscape(reader: PatternReader): number | undefined {
  const char = reader.peekRaw();
  if (char === '') reader.fail('a backslash ends the pattern');
  if (Object.hasOwn(simple, char)) {
    reader.takeRaw();
    return simple[char];
  }
  switch (char) {
    case '0':
      reader.takeRaw();
      return octal(reader);
    case 'c':
      reader.takeRaw();
      if (reader.peekRaw() === '') reader.fail('\\c needs a character');
      return reader.takeRaw().codePointAt(0)! ^ 64;
    case 'u':
      reader.takeRaw();
      return utf16(reader);
    case 'x':
      reader.takeRaw();
      return hexadecimal(reader);
    default:
      return /[A-Za-z1-9]/.test(char) ? undefined : reader.takeRaw().codePointAt(0);
  }
}

function octal(reader: PatternReader): number {
  const first = reader.takeWhile(/[0-7]/, 1);
  if (first === '') reader.fail('\\0 needs an octal number');
  return Number.parseInt(first + reader.takeWhile(/[0-7]/, first <= '3' ? 2 : 1), 8);
}

function hexadecimal(reader: PatternReader): number {
  if (reader.peekRaw() !== '{') return hexDigits(reader, 2, '\\x');
  reader.takeRaw();
  const digits = reader.takeWhile(/[0-9A-Fa-f]/);
  const codePoint = Number.parseInt(digits || 'x', 16);
  if (Number.isNaN(codePoint)) reader.fail('\\x{ needs a hexadecimal number');
  if (codePoint > 0x10ffff) reader.fail('the code point is too large');
  if (reader.takeRaw() !== '}') reader.fail('\\x{ is not closed');
  return codePoint;
}

function utf16(reader: PatternReader): number {
  const unit = hexDigits(reader, 4, '\\u');
  if (unit < 0xd800 || unit > 0xdbff || reader.peekRaw() !== '\\' || reader.second() !== 'u') return unit;
  const after = reader.source.slice(reader.offset + 2, reader.offset + 6);
  const low = /^[0-9A-Fa-f]{4}$/.test(after) ? Number.parseInt(after, 16) : 0;
  if (low < 0xdc00 || low > 0xdfff) return unit;
  for (let taken = 0; taken < 6; taken++) reader.takeRaw();
  return 0x10000 + (unit - 0xd800) * 0x400 + (low - 0xdc00);
}

function hexDigits(reader: PatternReader, count: number, name: string): number {
  const digits = reader.takeWhile(/[0-9A-Fa-f]/, count);
  if (digits.length < count) reader.fail(`${name} needs ${count} hexadecimal digits`);
  return Number.parseInt(digits, 16);
}
