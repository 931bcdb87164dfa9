import assert from 'node:assert/strict';
import { convertDateTime, formatDateTime } from '../../../engine/expressions/date-time/index.js';

const time = Date.UTC(2025, 0, 5, 15, 4, 5, 67);

const printed: [pattern: string, text: string | undefined, zone?: string][] = [
  ['yyyy-MM-dd HH:mm:ss.SSS', '2025-01-05 15:04:05.067'],
  ["yyyy-MM-dd'T'HH:mm:ss", '2025-01-05T20:34:05', 'Asia/Kolkata'],
  ['y yy yyyyy u uu', '2025 25 02025 2025 25'],
  ['M MM MMM MMMM MMMMM L', '1 01 Jan January J 1'],
  ['d dd D DDD', '5 05 5 005'],
  ['E EEEE EEEEE e ee eee c', 'Sun Sunday S 1 01 Sun 1'],
  ['Q QQ QQQ QQQQ', '1 01 Q1 1st quarter'],
  ['w W F YYYY', '2 2 5 2025'],
  ['G GGGG', 'AD Anno Domini'],
  ['H k K h a', '15 15 3 3 PM'],
  ['S SS SSSSSS n A N', '0 06 067000 67000000 54245067 54245067000000'],
  ['g', '60680'],
  ["'o''clock' ''", "o'clock '"],
  ['[yyyy][X] ppppd', '2025    5'],
  ['dd/MM, (x)', undefined],
  ['VV', undefined],
  ['z', undefined],
  ['XXX', undefined],
  ['yyyy-MM-dd Z', undefined],
];

const refused = [
  'yyyy-MM-ddTHH',
  'b',
  'MMMMMM',
  'ddd',
  'HHH',
  'aa',
  'cc',
  'SSSSSSSSSS',
  'V',
  'XXXXXX',
  "yyyy'",
  'a]',
  '{y}',
  '#',
  'p',
  'F F FF',
];

const converted: [text: string, from: string, to: string, result: string | undefined][] = [
  ['2025-01-05T15:04:05', "yyyy-MM-dd'T'HH:mm:ss", 'dd/MM/yyyy HH.mm', '05/01/2025 15.04'],
  ['2025-01-05T15:04:05Z', "yyyy-MM-dd'T'HH:mm:ssX", 'yyyyMMddHHmmss', '20250105150405'],
  ['2025-01-05T15:04:05+05:30', "yyyy-MM-dd'T'HH:mm:ssXXX", 'HH:mm', '15:04'],
  ['05 Jan 2025 03:04 PM GMT', 'dd MMM yyyy hh:mm a z', 'yyyy-MM-dd HH:mm', '2025-01-05 15:04'],
  ['20250105', 'yyyyMMdd', 'EEE', 'Sun'],
  ['250105', 'yyMMdd', 'yyyy', '2025'],
  ['20250105150405123', 'yyyyMMddHHmmssSSS', 'SSS', '123'],
  ['2025-01-05', 'yyyy-MM-dd', 'HH', undefined],
  ['15:04', 'HH:mm', 'h:mm:ss a', '3:04:00 PM'],
  ['15:04', 'HH:mm', 'yyyy', undefined],
  ['2025-02-31', 'yyyy-MM-dd', 'dd', '28'],
  ['2025-02-32', 'yyyy-MM-dd', 'dd', undefined],
  ['2025-13-01', 'yyyy-MM-dd', 'dd', undefined],
  ['2025-1-5', 'yyyy-MM-dd', 'dd', undefined],
  ['2025-1-5', 'yyyy-M-d', 'MMdd', '0105'],
  ['12025-01-05', 'yyyy-MM-dd', 'dd', undefined],
  ['+12025-01-05', 'yyyy-MM-dd', 'dd', '05'],
  ['Mon 05/01/2025', 'EEE dd/MM/yyyy', 'dd', undefined],
  ['Sun 05/01/2025', 'EEE dd/MM/yyyy', 'dd', '05'],
  ['sun 05/01/2025', 'EEE dd/MM/yyyy', 'dd', undefined],
  ['03:04', 'hh:mm', 'HH', undefined],
  ['2025-01-05 24:00', 'yyyy-MM-dd HH:mm', 'yyyy-MM-dd HH:mm', '2025-01-06 00:00'],
  ['2025-01-05 24:01', 'yyyy-MM-dd HH:mm', 'yyyy', undefined],
  ['2025-005', 'yyyy-DDD', 'MM-dd', '01-05'],
  ['2025-366', 'yyyy-DDD', 'MM-dd', undefined],
  ['2025-01-05', 'yyyy-MM-dd[ HH:mm]', 'dd', '05'],
  ['2025-01-05 10:00', 'yyyy-MM-dd[ HH:mm]', 'HH', '10'],
  ['2025-01-05 rest', 'yyyy-MM-dd', 'dd', undefined],
  ['44 BC-03-15', 'y G-MM-dd', 'u', '-43'],
  ['', 'yyyy', 'yyyy', undefined],
  ['12 AM', 'h a', 'H', '0'],
];

describe('dates as DateTimeFormatter prints and reads them', () => {
  for (const [pattern, text, zone = 'UTC'] of printed) {
    it(`prints ${pattern} in ${zone}`, () => assert.equal(formatDateTime(time, pattern, zone), text));
  }

  for (const pattern of refused) {
    it(`refuses ${pattern}`, () => assert.throws(() => formatDateTime(time, pattern), { name: 'DatePatternError' }));
  }

  for (const [text, from, to, result] of converted) {
    it(`reads ${text} with ${from}, prints ${to}`, () => assert.equal(convertDateTime(text, from, to), result));
  }
});
