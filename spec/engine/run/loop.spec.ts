import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { Fault } from '../../../engine/errors/index.js';
import { type Message, valueText } from '../../../engine/message/index.js';
import { continueFlow, type Run, runInOrder, runWithin } from '../../../engine/run/index.js';
import { receive } from '../message/test-exchange.js';
import { failing, listOf, note, noteLater, placeOf } from './flow.js';

function jsonRequest(body: string | Readable = '{"a":1}'): Message {
  return receive({ headers: { 'Content-Type': 'application/json' }, body }).message;
}

/** What a run throws or rejects with. */
async function faultOf(run: Run, message: Message): Promise<Fault> {
  try {
    await run(message);
  } catch (thrown) {
    assert.ok(thrown instanceof Fault);
    return thrown;
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' });
}

describe('a list of mediators', () => {
  it('that is empty goes on', () => {
    assert.equal(runInOrder([])(jsonRequest()), true);
  });

  it('runs in order and in one stretch while nobody returns a promise', () => {
    const names: string[] = [];
    const inner = listOf(note(names, 'b1'), note(names, 'b2'));
    const outcome = listOf(note(names, 'a'), inner, note(names, 'c'))(jsonRequest());
    assert.equal(outcome, true, 'no promise was needed');
    assert.deepEqual(names, ['a', 'b1', 'b2', 'c']);
  });

  it('awaits a promise and then goes on without one', async () => {
    const names: string[] = [];
    const outcome = listOf(note(names, 'a'), noteLater(names, 'b'), note(names, 'c'))(jsonRequest());
    assert.ok(outcome instanceof Promise);
    assert.deepEqual(names, ['a'], 'what stands behind the promise waits for it');
    assert.equal(await outcome, true);
    assert.deepEqual(names, ['a', 'b', 'c']);
  });

  const stops: readonly [what: string, (names: string[]) => Run][] = [
    ['at once', (names) => listOf(note(names, 'a'), note(names, 'stop', false), note(names, 'never'))],
    ['through a promise', (names) => listOf(note(names, 'a'), noteLater(names, 'stop', false), note(names, 'never'))],
    ['behind a promise', (names) => listOf(noteLater(names, 'a'), note(names, 'stop', false), note(names, 'never'))],
    [
      'inside another list',
      (names) => listOf(listOf(note(names, 'a'), note(names, 'stop', false)), note(names, 'never')),
    ],
  ];
  for (const [what, listFor] of stops) {
    it(`stops ${what}, at every level`, async () => {
      const names: string[] = [];
      const message = jsonRequest();
      assert.equal(await listFor(names)(message), false);
      assert.deepEqual(names, ['a', 'stop']);
      assert.deepEqual(message.continuations, [], 'no place is left behind');
    });
  }
});

describe('the body of a message in a list', () => {
  it('is parsed right before the first mediator that needs it', () => {
    const built: boolean[] = [];
    const look: Run = (message) => {
      built.push(message.built);
      return true;
    };
    const outcome = listOf(look, look, { aware: look }, look)(jsonRequest());
    assert.equal(outcome, true, 'bytes that are there need no promise');
    assert.deepEqual(built, [false, false, true, true]);
  });

  it('is never parsed when nobody needs it', () => {
    const message = jsonRequest('not JSON');
    assert.equal(listOf(() => true)(message), true);
    assert.equal(message.built, false);
  });

  for (const [what, first] of [
    ['at the start', undefined],
    ['behind a promise', noteLater([], 'x')],
  ] as const) {
    it(`is collected from a stream ${what}`, async () => {
      const texts: (string | undefined)[] = [];
      const read = {
        aware: (message: Message) => {
          texts.push(message.jsonText);
          return true;
        },
      };
      const outcome = listOf(...(first ? [first, read] : [read]))(jsonRequest(Readable.from([Buffer.from('{"a":1}')])));
      assert.ok(outcome instanceof Promise);
      assert.equal(await outcome, true);
      assert.deepEqual(texts, ['{"a":1}']);
    });
  }

  it('that cannot be parsed is a fault of the mediator that needs it', async () => {
    const fault = await faultOf(listOf(note([], 'a'), { aware: note([], 'b') }), jsonRequest('not JSON'));
    assert.equal(fault.parsing, 'wrapped');
    assert.deepEqual(fault.place, placeOf(2));
  });
});

describe('a fault in a list', () => {
  const later: Run = async () => {
    await Promise.resolve();
    throw new Fault('broken');
  };
  const rows: readonly [what: string, Run, line: number, lists: number][] = [
    ['names the mediator', listOf(note([], 'a'), failing()), 2, 1],
    ['names the mediator whose promise failed', listOf(note([], 'a'), later), 2, 1],
    ['names the mediator behind a promise', listOf(noteLater([], 'a'), note([], 'b'), failing()), 3, 1],
    [
      'names the innermost mediator and counts the lists',
      listOf(listOf(note([], 'a'), failing()), note([], 'b')),
      2,
      2,
    ],
    ['counts lists that wait', listOf(listOf(listOf(later))), 1, 3],
  ];
  for (const [what, run, line, lists] of rows) {
    it(what, async () => {
      const fault = await faultOf(run, jsonRequest());
      assert.deepEqual({ place: fault.place, lists: fault.lists }, { place: placeOf(line), lists });
    });
  }

  it('keeps the place that the thrower knew', async () => {
    const own = { file: 'other.xml', line: 9, column: 9 };
    assert.deepEqual((await faultOf(listOf(failing(new Fault('x', { place: own }))), jsonRequest())).place, own);
  });

  const thrown: readonly [what: string, unknown, message: string][] = [
    ['an error', new TypeError('x is undefined'), 'x is undefined'],
    ['an error without text', new Error(''), 'Runtime error occurred while mediating the message'],
    ['something that is no error', 'text', 'Runtime error occurred while mediating the message'],
  ];
  for (const [what, value, expected] of thrown) {
    it(`is made of ${what}`, async () => {
      const fault = await faultOf(listOf(failing(value)), jsonRequest());
      assert.equal(fault.message, expected);
      assert.equal(fault.cause, value);
      assert.equal(fault.errorCode, 0);
    });
  }
});

describe('continueFlow', () => {
  /** A mediator that makes a copy, as clone does. */
  function forking(copies: Message[]): Run {
    return (message) => {
      copies.push(message.copy());
      return true;
    };
  }
  const count: Run = (message) => {
    message.properties.set('n', `${valueText(message.properties.get('n') ?? null) ?? ''}+`);
    return true;
  };

  it('runs what stands behind the place of the copy, in all enclosing lists', async () => {
    const copies: Message[] = [];
    const left: Message[] = [];
    const inner = listOf(count, forking(copies), count);
    const run = listOf(count, (message) => runWithin(message, inner, (who) => left.push(who)), count, count);
    const message = jsonRequest();
    assert.equal(await run(message), true);
    assert.equal(message.properties.get('n'), '+++++');
    const [copy] = copies;
    assert.equal(copy.properties.get('n'), '++', 'the copy stands where it was made');
    assert.equal(await continueFlow(copy), true);
    assert.equal(copy.properties.get('n'), '+++++');
    assert.deepEqual(left, [message, copy], 'both leave the flow in between');
    assert.deepEqual([message.continuations.length, copy.continuations.length], [0, 0]);
  });

  it('stops where a mediator stops', async () => {
    const copies: Message[] = [];
    const names: string[] = [];
    const run = listOf(listOf(forking(copies), note(names, 'stop', false)), note(names, 'never'));
    await run(jsonRequest());
    assert.equal(await continueFlow(copies[0]), false);
    assert.deepEqual(names, ['stop', 'stop']);
  });
});
