import assert from 'node:assert/strict';
import { MemoryStore, mostMessages } from '../../../engine/compile/message-store.js';
import { deploy, ns, run, sequence } from './deployed.js';

const artifacts = [`<messageStore ${ns} name="m"/>`, sequence('s', '<store messageStore="m"/>')];

describe('a message store in memory', () => {
  it('keeps id, time and body, oldest first', async () => {
    const deployed = deploy(artifacts);
    const first = await run(deployed, 's');
    const second = await run(deployed, 's');
    const stored = deployed.artifacts.messageStore('m')?.messages ?? [];
    assert.deepEqual(
      stored.map(({ id }) => id),
      [first.message.messageId, second.message.messageId],
    );
    assert.equal(stored[0]?.since, Date.UTC(2024, 0, 1));
    assert.match(stored[0]?.body ?? '', /^<soapenv:Envelope/);
    assert.equal(stored[0]?.bytes, Buffer.byteLength(stored[0]?.body ?? ''));
  });

  it('is full after a number of messages', async () => {
    const { message } = await run(deploy(artifacts), 's');
    const store = new MemoryStore('m');
    for (let count = 0; count < mostMessages; count++) assert.ok(store.put(message));
    assert.ok(!store.put(message));
    assert.equal(store.messages.length, mostMessages);
  });

  it('is full after a number of bytes', async () => {
    const { message } = await run(deploy(artifacts), 's');
    message.setJson(`"${'x'.repeat(40 * 1024 * 1024)}"`);
    const store = new MemoryStore('m');
    assert.ok(store.put(message));
    assert.ok(!store.put(message));
  });

  it('says so with a fault', async () => {
    const deployed = deploy(artifacts);
    const { message } = await run(deployed, 's');
    const store = deployed.artifacts.messageStore('m');
    while (store?.put(message));
    const { fault } = await run(deployed, 's');
    assert.match(fault?.message ?? '', /^Failed to store message \[urn:uuid:[-0-9a-f]{36}\] in store \[m\]\.$/);
  });
});
