import assert from 'node:assert/strict';
import { loadDeployment } from '../../../engine/deploy/index.js';
import { describeDeployment, withStored } from '../../../engine/host/index.js';
import { compileOptions } from '../../../engine/index.js';
import { ManualClock } from '../../../engine/observe/index.js';
import { ns, run, sequence } from '../compile/deployed.js';

describe('the description of a deployment', () => {
  it('lists the first messages of a store', async () => {
    const deployment = loadDeployment({
      compile: compileOptions,
      artifacts: [
        { file: 'm.xml', content: `<messageStore ${ns} name="m"/>` },
        { file: 's.xml', content: sequence('s', '<store messageStore="m"/>') },
      ],
      clock: new ManualClock(Date.UTC(2024, 0, 1)),
    });
    const storeOf = () => describeDeployment(deployment).artifacts.find(({ kind }) => kind === 'messageStore');
    assert.deepEqual(storeOf(), { kind: 'messageStore', name: 'm', file: 'm.xml', line: 1 });

    const { message } = await run(deployment.snapshot, 's');
    for (let count = 1; count < 120; count++) await run(deployment.snapshot, 's');
    const stored = storeOf()?.stored;
    assert.equal(stored?.messages, 120);
    assert.equal(stored?.first.length, 100);
    assert.equal(stored?.first[0]?.id, message.messageId);
    assert.equal(stored?.first[0]?.since, '2024-01-01T00:00:00.000Z');
  });

  it('adds up what the stores of several processes hold, the oldest first', () => {
    const store = { kind: 'messageStore', name: 'm', file: 'm.xml', line: 1 };
    const sequence = { kind: 'sequence', name: 'm', file: 's.xml', line: 1 };
    const message = (second: number) => ({ id: `${second}`, since: new Date(second * 1000).toISOString(), bytes: 1 });
    const holding = (seconds: number[], messages: number) =>
      new Map([['m', { messages, first: seconds.map(message) }]]);
    assert.deepEqual(withStored([store, sequence], [holding([1, 4], 7), new Map(), holding([2, 3], 2)]), [
      { ...store, stored: { messages: 9, first: [1, 2, 3, 4].map(message) } },
      sequence,
    ]);
    assert.deepEqual(withStored([store], [new Map()]), [store]);
  });
});
