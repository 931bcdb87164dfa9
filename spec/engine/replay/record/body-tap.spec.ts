import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { BodyTap } from '../../../../engine/replay/record/body-tap.js';

const pieces = ['one ', 'two ', 'three'];

function piecewise(): Readable {
  return Readable.from(pieces.map((piece) => Buffer.from(piece)));
}

/** Ways in which a body can be read; each resolves to what its reader got. */
const readers: Record<string, (body: Readable) => Promise<string>> = {
  'data events': (body) =>
    new Promise((resolve) => {
      let text = '';
      body.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      body.once('end', () => resolve(text));
    }),
  'an iterator': async (body) => {
    let text = '';
    for await (const chunk of body) text += String(chunk);
    return text;
  },
  'read calls': (body) =>
    new Promise((resolve) => {
      let text = '';
      body.on('readable', () => {
        for (let chunk = body.read() as Buffer | null; chunk; chunk = body.read() as Buffer | null)
          text += String(chunk);
      });
      body.once('end', () => resolve(text));
    }),
  'a pipe': async (body) => {
    let text = '';
    for await (const chunk of body.pipe(new PassThrough())) text += String(chunk);
    return text;
  },
};

describe('a body that is recorded', () => {
  for (const [name, read] of Object.entries(readers)) {
    it(`is the same for a reader by ${name}`, async () => {
      const body = piecewise();
      const tap = new BodyTap(100);
      tap.watch(body);
      assert.equal(await read(body), pieces.join(''));
      const { bytes, ...rest } = tap.take();
      assert.equal(Buffer.from(bytes).toString(), pieces.join(''));
      assert.deepEqual(rest, { size: 13, ended: true });
    });
  }

  it('is not read by being recorded', async () => {
    const body = piecewise();
    const tap = new BodyTap(100);
    tap.watch(body);
    await new Promise(setImmediate);
    assert.equal(body.readableFlowing, null);
    assert.deepEqual(tap.take(), { bytes: new Uint8Array(), size: 0, ended: false });
  });

  it('is not read on when its reader stops', async () => {
    const body = piecewise();
    const tap = new BodyTap(100);
    tap.watch(body);
    for await (const _ of body.iterator({ destroyOnReturn: false })) break;
    await new Promise(setImmediate);
    assert.notEqual(body.readableFlowing, true);
    assert.equal(tap.take().ended, false);
    assert.equal(await readers['an iterator']!(body), 'two three');
  });

  it('is kept up to the limit, in memory of its own', () => {
    const tap = new BodyTap(4);
    const body = Buffer.from('abcdef');
    tap.watch(body);
    body.fill(0);
    const { bytes, size, ended } = tap.take();
    assert.deepEqual([Buffer.from(bytes).toString(), size, ended], ['abcd', 6, true]);
    assert.equal(bytes.buffer.byteLength, 4);
  });

  it('says when it ended', async () => {
    let ends = 0;
    const tap = new BodyTap(4, () => ends++);
    const body = piecewise();
    tap.watch(body);
    assert.equal(ends, 0);
    await readers['a pipe']!(body);
    assert.equal(ends, 1);
  });
});
