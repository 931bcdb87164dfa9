import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as fc from 'fast-check';
import { type OutgoingRequest, writeRequest, writeResponse } from '../../../engine/message/index.js';
import { receive } from './test-exchange.js';

const types = fc.constantFrom(
  'application/json',
  'application/xml',
  'text/plain',
  'multipart/form-data; boundary=b',
  'x/y',
);

describe('bodies that nobody changed', () => {
  it('go on and come back byte for byte when nobody read them', () => {
    fc.assert(
      fc.property(types, fc.uint8Array({ minLength: 1 }), (type, bytes) => {
        const body = Buffer.from(bytes);
        const { message } = receive({ headers: { 'Content-Type': type }, body });
        const outgoing = writeRequest(message, { method: 'POST', url: 'http://b.example/' }) as OutgoingRequest;
        assert.deepEqual(outgoing.body, body);
        const back = receive({ headers: { 'Content-Type': type }, body });
        const response = writeResponse(back.message);
        assert.ok(!(response instanceof Promise));
        assert.deepEqual(response.body, body);
      }),
    );
  });

  it('keep JSON byte for byte after it was read as tree and as XML', () => {
    const json = fc.oneof(fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.jsonValue()), fc.array(fc.jsonValue()));
    fc.assert(
      fc.property(json, fc.constantFrom(0, 1, 3), (value, indent) => {
        const body = Buffer.from(JSON.stringify(value, undefined, indent));
        const { message } = receive({ headers: { 'Content-Type': 'application/json' }, body });
        message.build();
        void message.json;
        void message.heldJson?.kind;
        const response = writeResponse(message.copy());
        assert.ok(!(response instanceof Promise));
        assert.deepEqual(response.body, body);
      }),
    );
  });

  it('wait for a slow reader', async () => {
    let produced = 0;
    const source = new Readable({
      highWaterMark: 1,
      read() {
        produced++;
        this.push(produced > 50 ? null : Buffer.alloc(1024, produced));
      },
    });
    const { message } = receive({ headers: { 'Content-Type': 'application/octet-stream' }, body: source });
    const { body } = writeRequest(message, { method: 'POST', url: 'http://b.example/' }) as OutgoingRequest;
    let ahead = 0;
    let size = 0;
    await pipeline(body as Readable, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        size += chunk.length;
        ahead = Math.max(ahead, produced - size / 1024);
        await new Promise(setImmediate);
      }
    });
    assert.equal(size, 50 * 1024);
    assert.ok(ahead <= 4, `${ahead} pieces were read ahead`);
  });
});
