import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { relayLines } from '../../../../engine/cli/workers/line-relay.js';

describe('what workers write', () => {
  const table: [name: string, chunks: (string | Buffer)[], passedOn: string[]][] = [
    ['whole lines', ['a\nb\n', 'c\n'], ['a\nb\n', 'c\n']],
    ['lines in pieces', ['a', 'b', 'c\nd', 'e\n'], ['abc\n', 'de\n']],
    ['a last line without an end', ['a\nb'], ['a\n', 'b\n']],
    ['a character in pieces', [Buffer.from('ü\n').subarray(0, 1), Buffer.from('ü\n').subarray(1)], ['ü\n']],
  ];
  for (const [name, chunks, passedOn] of table) {
    it(`is passed on in whole lines: ${name}`, async () => {
      const from = new PassThrough();
      const written: string[] = [];
      relayLines(from, { write: (text) => void written.push(text) });
      for (const chunk of chunks) {
        from.write(chunk);
        await new Promise(setImmediate);
      }
      from.end();
      await once(from, 'end');
      assert.deepEqual(written, passedOn);
    });
  }
});
