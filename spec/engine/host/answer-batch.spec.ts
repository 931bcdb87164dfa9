import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { AnswerBatch } from '../../../engine/host/answer-batch.js';
import type { ClientResponse } from '../../../engine/message/index.js';

describe('answers that are written together', () => {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
  });

  const connection = (name: string, fails = false) =>
    ({
      req: { method: 'GET', complete: true, headers: {} },
      writeHead: (status: number) => written.push(`${name} ${status}`),
      end: (body: string) => {
        if (fails) throw new Error('gone');
        written.push(`${name} ${body}`);
      },
      destroy: () => written.push(`${name} destroyed`),
    }) as unknown as ServerResponse;
  const answer = (text: string): ClientResponse => ({
    status: 200,
    reason: undefined,
    headers: [],
    body: Buffer.from(text),
    contentLength: undefined,
    close: false,
    http10: false,
  });
  const listener = { bytes: () => {}, broken: () => {} };

  it('wait for the end of the turn, and keep their order', async () => {
    const batch = new AnswerBatch((error) => assert.fail(String(error)));
    batch.add(connection('a'), answer('1'), listener);
    batch.add(connection('b'), answer('2'), listener);
    assert.deepEqual(written, []);
    await turn();
    assert.deepEqual(written, ['a 200', 'a 1', 'b 200', 'b 2']);
    batch.add(connection('c'), answer('3'), listener);
    await turn();
    assert.deepEqual(written.slice(4), ['c 200', 'c 3']);
  });

  it('do not hold each other up when one cannot be written', async () => {
    const errors: unknown[] = [];
    const batch = new AnswerBatch((error) => errors.push(error));
    batch.add(connection('a', true), answer('1'), listener);
    batch.add(connection('b'), answer('2'), listener);
    await turn();
    assert.deepEqual(written, ['a 200', 'a destroyed', 'b 200', 'b 2']);
    assert.equal(errors.length, 1);
  });
});
