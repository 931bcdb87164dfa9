import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { replayable } from '../../../engine/endpoints/replayable.js';
import { collect } from './backend.js';

describe('replayable', () => {
  it('leaves bytes and nothing as they are', async () => {
    const bytes = Buffer.from('x');
    assert.equal(await replayable(bytes, 0), bytes);
    assert.equal(await replayable(null, 0), null);
  });

  it('reads a stream up to the limit into memory', async () => {
    const body = await replayable(Readable.from([Buffer.from('ab'), Buffer.from('cd')]), 4);
    assert.ok(Buffer.isBuffer(body));
    assert.equal(body.toString(), 'abcd');
  });

  it('hands a larger stream on whole', async () => {
    const body = await replayable(Readable.from([Buffer.from('ab'), Buffer.from('cd'), Buffer.from('ef')]), 3);
    assert.ok(body instanceof Readable);
    assert.equal((await collect(body)).toString(), 'abcdef');
  });

  it('rejects with the error of the stream', async () => {
    const broken = new Readable({ read: () => {} });
    const waiting = assert.rejects(replayable(broken, 10), /gone/);
    broken.destroy(new Error('gone'));
    await waiting;
  });
});
