import assert from 'node:assert/strict';
import { SideWork } from '../../../engine/message/index.js';
import { receive } from './test-exchange.js';

function deferred(): { readonly promise: Promise<void>; resolve(): void; reject(error: Error): void } {
  let resolve = (): void => {};
  let reject = (_: Error): void => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

async function isOver(work: Promise<void>): Promise<boolean> {
  let over = false;
  void work.then(() => {
    over = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return over;
}

describe('side work', () => {
  it('is settled when there is none', () => {
    assert.equal(new SideWork().settle(), undefined);
  });

  it('is settled when it is over, also when it failed', async () => {
    const work = new SideWork();
    const [good, bad] = [deferred(), deferred()];
    work.add(good.promise);
    work.add(bad.promise);
    const settled = work.settle()!;
    good.resolve();
    assert.equal(await isOver(settled), false);
    bad.reject(new Error('boom'));
    await settled;
    assert.equal(work.settle(), undefined);
  });

  it('waits for work that is added meanwhile', async () => {
    const work = new SideWork();
    const [first, second] = [deferred(), deferred()];
    work.add(first.promise.then(() => work.add(second.promise)));
    const settled = work.settle()!;
    first.resolve();
    assert.equal(await isOver(settled), false);
    second.resolve();
    await settled;
  });

  it('tells what waits that nothing will come, in order, once nothing runs any more', async () => {
    const work = new SideWork();
    const running = deferred();
    const told: string[] = [];
    work.add(running.promise.then(() => told.push('ran')));
    work.expect({ giveUp: () => void told.push('first') });
    const second = { giveUp: () => void told.push('second') };
    const third = { giveUp: () => void told.push('third') };
    work.expect(second);
    work.expect(third);
    work.forget(second);
    const settled = work.settle()!;
    assert.deepEqual(told, []);
    running.resolve();
    await settled;
    assert.deepEqual(told, ['ran', 'first', 'third']);
  });

  it('waits for what giving up starts, before it tells the next one', async () => {
    const work = new SideWork();
    const told: string[] = [];
    work.expect({
      giveUp() {
        told.push('first');
        work.add(Promise.resolve().then(() => told.push('work of the first')));
      },
    });
    work.expect({ giveUp: () => void told.push('second') });
    await work.settle();
    assert.deepEqual(told, ['first', 'work of the first', 'second']);
  });

  it('is the exchange’s, unless the message was given its own, which its copies share', () => {
    const { message } = receive();
    assert.equal(message.sideWork, message.exchange.sideWork);
    const own = new SideWork();
    message.sideWork = own;
    assert.equal(message.copy().sideWork, own);
    assert.equal(message.copyWithoutBody().sideWork, own);
    assert.equal(receive().message.exchange.settled(), undefined);
  });
});

describe('a copy without a body', () => {
  it('has everything else, and the SOAP version', () => {
    const { message } = receive({ headers: { 'Content-Type': 'application/json', 'X-A': '1' }, body: '{"a":1}' });
    void message.build();
    message.properties.set('p', 'x');
    message.soapVersion = '1.2';
    const copy = message.copyWithoutBody();
    assert.equal(copy.hasPayload, false);
    assert.equal(copy.headers.get('X-A'), '1');
    assert.equal(copy.properties.get('p'), 'x');
    assert.equal(copy.soapVersion, '1.2');
    assert.equal(message.jsonText, '{"a":1}');
  });
});
