import assert from 'node:assert/strict';
import { formatJavaDate } from '../../../engine/expressions/index.js';

/** Wednesday, day 1 of a week-based year on its fourth day. */
const time = Date.UTC(2025, 0, 1, 15, 4, 5, 67);

const printed: [pattern: string, text: string, zone?: string][] = [
  ['yyyy-MM-dd HH:mm:ss', '2025-01-01 15:04:05'],
  ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2025-01-01T15:04:05.067Z'],
  ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2025-01-01T20:34:05.067+05:30', 'Asia/Kolkata'],
  ['y yy yyy yyyyy', '2025 25 2025 02025'],
  ['M MM MMM MMMM L', '1 01 Jan January 1'],
  ['d dd D DDD', '1 01 1 001'],
  ['E EEE EEEE u', 'Wed Wed Wednesday 3'],
  ['H k K h hh a', '15 15 3 3 03 PM'],
  ['S SSS SSSSSS', '67 067 000067'],
  ['w ww W F Y YYYY G', '1 01 1 1 2025 2025 AD'],
  ['Z X XX XXX z', '+0000 Z Z Z UTC'],
  ['Z X XX XXX', '-0330 -03 -0330 -03:30', 'America/St_Johns'],
  ['z', 'EST', 'America/New_York'],
  ['zzzz', 'Eastern Standard Time', 'America/New_York'],
  ["h 'o''clock' a", "3 o'clock PM"],
  ["''yyyy''", "'2025'"],
  ['', ''],
  ['dd/MM/yyyy, {[#]} ÄÖ', '01/01/2025, {[#]} ÄÖ'],
];

const refused: [pattern: string, message: string][] = [
  ['yyyy-MM-ddTHH', "Illegal pattern character 'T'"],
  ['e', "Illegal pattern character 'e'"],
  ["yyyy 'open", 'Unterminated quote'],
  ["'", 'Unterminated quote'],
  ["'a''", 'Unterminated quote'],
  ['XXXX', 'invalid ISO 8601 format: length=4'],
];

describe('dates as SimpleDateFormat prints them', () => {
  for (const [pattern, text, zone = 'UTC'] of printed) {
    it(`${pattern} in ${zone}`, () => assert.equal(formatJavaDate(time, pattern, zone), text));
  }

  for (const [pattern, message] of refused) {
    it(`refuses ${pattern}`, () =>
      assert.throws(() => formatJavaDate(time, pattern), { name: 'DatePatternError', message }));
  }

  it('prints the short form without a pattern', () => {
    assert.equal(formatJavaDate(time, undefined, 'UTC'), '1/1/25, 3:04 PM');
  });

  it('counts a last week of December as week 1 of the next year', () => {
    assert.equal(formatJavaDate(Date.UTC(2025, 11, 30), 'YYYY-ww W', 'UTC'), '2026-01 5');
  });

  it("takes the process' time zone when none is named", () => {
    const offset = -new Date(time).getTimezoneOffset();
    assert.equal(formatJavaDate(time, 'yyyyMMddHHmm'), formatJavaDate(time + offset * 60_000, 'yyyyMMddHHmm', 'UTC'));
  });
});
