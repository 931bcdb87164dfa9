import assert from 'node:assert/strict';
import { Fault, type FaultOptions } from '../../../engine/errors/index.js';
import { JavaNumber, type Message, valueText } from '../../../engine/message/index.js';
import { mediate } from '../../../engine/run/index.js';
import { receive } from '../message/test-exchange.js';
import { failing, handlerOf, listOf, note } from './flow.js';

function request(): Message {
  return receive({ headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' }).message;
}

function texts(message: Message, ...names: string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, valueText(message.properties.get(name) ?? null)]));
}

describe('mediate', () => {
  it('gives the outcome of a flow that does not fail, without a promise when none was needed', () => {
    const message = request();
    message.faultHandlers.push(handlerOf([], 'never'));
    assert.equal(mediate(message, listOf(note([], 'a'))), true);
    assert.equal(mediate(message, listOf(note([], 'a', false))), false);
    assert.equal(message.faultHandlers.length, 1);
  });

  it('hands a fault to the innermost handler, and the flow is over', async () => {
    const names: string[] = [];
    const message = request();
    message.faultHandlers.push(handlerOf(names, 'outer'), handlerOf(names, 'inner'));
    assert.equal(await mediate(message, listOf(failing(), note(names, 'never'))), false);
    assert.deepEqual(names, ['inner: broken']);
    assert.deepEqual(
      message.faultHandlers.map(({ name }) => name),
      ['outer'],
    );
  });

  it('hands the fault of a handler to the next one, with the first details', async () => {
    const names: string[] = [];
    const message = request();
    message.faultHandlers.push(
      handlerOf(names, 'outer'),
      handlerOf(names, 'middle', async () => {
        await Promise.resolve();
        throw new Fault('middle broke');
      }),
      handlerOf(names, 'inner', () => {
        throw new Fault('inner broke');
      }),
    );
    await mediate(message, listOf(failing(new Fault('first', { errorCode: 7 }))));
    assert.deepEqual(names, ['inner: first', 'middle: inner broke', 'outer: middle broke']);
    assert.deepEqual(texts(message, 'ERROR_CODE', 'ERROR_MESSAGE'), { ERROR_CODE: '7', ERROR_MESSAGE: 'first' });
  });

  it('throws the last fault when no handler is left, with the properties set', async () => {
    const message = request();
    message.faultHandlers.push(handlerOf([], 'only', failing(new Fault('second'))));
    await assert.rejects(async () => mediate(message, listOf(failing(new Fault('first')))), { message: 'second' });
    assert.deepEqual(texts(message, 'ERROR_MESSAGE'), { ERROR_MESSAGE: 'first' });
  });

  it('runs the handler that a handler pushes, and one that waits', async () => {
    const names: string[] = [];
    const message = request();
    message.faultHandlers.push(
      handlerOf(names, 'outer'),
      handlerOf(names, 'inner', (current) => {
        current.faultHandlers.push(handlerOf(names, 'own'));
        throw new Fault('again');
      }),
    );
    await mediate(message, listOf(failing()));
    assert.deepEqual(names, ['inner: broken', 'own: again']);
  });

  it('takes the places of the message off, so that the end of a handler is the end', async () => {
    const message = request();
    let places = -1;
    message.faultHandlers.push(
      handlerOf([], 'h', (current) => {
        places = current.continuations.length;
        return true;
      }),
    );
    await mediate(message, listOf(listOf(failing())));
    assert.equal(places, 0);
  });
});

describe('what a fault handler finds', () => {
  /** The properties behind a fault, and whether the body is still there. */
  async function publish(options: FaultOptions, lists = 1, prepare?: (message: Message) => void) {
    const message = request();
    void message.build();
    prepare?.(message);
    message.faultHandlers.push(handlerOf([], 'h'));
    let run = listOf(failing(new Fault('one\ntwo', options)));
    for (let at = 1; at < lists; at++) run = listOf(run);
    await mediate(message, run);
    return { message, body: message.jsonText, status: valueText(message.axis2.get('HTTP_SC') ?? null) };
  }
  const mine = (message: Message): void => {
    message.properties.set('ERROR_CODE', 'mine');
    message.properties.set('ERROR_MESSAGE', 'my message');
  };

  interface Row {
    readonly what: string;
    readonly options?: FaultOptions;
    readonly lists?: number;
    readonly prepare?: (message: Message) => void;
    readonly code: string | null;
    readonly text: string | null;
    readonly emptied?: boolean;
  }
  const rows: readonly Row[] = [
    { what: 'an ordinary fault: the code 0 and the first line', code: '0', text: 'one' },
    { what: 'a code of its own', options: { errorCode: 500101 }, code: '500101', text: 'one' },
    { what: 'a code that is a text', options: { errorCode: 'E' }, code: 'E', text: 'one' },
    { what: 'an earlier code stays, with its message', prepare: mine, code: 'mine', text: 'my message' },
    { what: 'whoever set the properties himself keeps them', options: { propertiesSet: true }, code: null, text: null },
    {
      what: 'a parsing error that the reference wraps: 601000, whatever was there, and no body',
      options: { parsing: 'wrapped' },
      prepare: mine,
      code: '601000',
      text: 'one',
      emptied: true,
    },
    {
      what: 'a parsing error that is passed through in the outermost list: 0, and no body',
      options: { parsing: 'bare' },
      code: '0',
      text: 'one',
      emptied: true,
    },
    {
      what: 'a parsing error that is passed through in the outermost list leaves an earlier code',
      options: { parsing: 'bare' },
      prepare: mine,
      code: 'mine',
      text: 'my message',
      emptied: true,
    },
    {
      what: 'a parsing error that is passed through one list deeper: 601000',
      options: { parsing: 'bare' },
      lists: 2,
      prepare: mine,
      code: '601000',
      text: 'one',
      emptied: true,
    },
  ];
  for (const { what, options = {}, lists, prepare, code, text, emptied = false } of rows) {
    it(what, async () => {
      const { message, body } = await publish(options, lists, prepare);
      assert.deepEqual(texts(message, 'ERROR_CODE', 'ERROR_MESSAGE'), { ERROR_CODE: code, ERROR_MESSAGE: text });
      assert.equal(body, emptied ? undefined : '{"a":1}');
    });
  }

  it('a number as code, the fault as exception, and where it failed as detail', async () => {
    const { message } = await publish({ cause: new Error('beneath', { cause: new Error('deeper') }) });
    assert.deepEqual(message.properties.get('ERROR_CODE'), new JavaNumber('int', 0));
    assert.ok(message.properties.get('ERROR_EXCEPTION') instanceof Fault);
    assert.equal(
      message.properties.get('ERROR_DETAIL'),
      'one\ntwo\n  at list.xml:1:1\nCaused by: beneath\nCaused by: deeper',
    );
  });

  it('the detail that the fault brings', async () => {
    const { message } = await publish({ detail: 'what the backend said' });
    assert.equal(message.properties.get('ERROR_DETAIL'), 'what the backend said');
  });

  const statuses: readonly [what: string, FaultOptions, resumed: boolean, status: string | null][] = [
    ['no status before a call', {}, false, null],
    ['the status 500 behind an answer', {}, true, '500'],
    ['no status for a sending fault behind an answer', { sending: true, propertiesSet: true }, true, null],
    ['the status 500 behind an answer when the properties were set, too', { propertiesSet: true }, true, '500'],
  ];
  for (const [what, options, resumed, expected] of statuses) {
    it(what, async () => {
      const { status } = await publish(options, 1, (message) => {
        message.resumed = resumed;
      });
      assert.equal(status, expected);
    });
  }
});
