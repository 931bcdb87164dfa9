import assert from 'node:assert/strict';
import {
  runScript,
  ScriptFailure,
  type ScriptFailureKind,
  ScriptJson,
  ScriptObject,
  type ScriptRun,
  type ScriptValue,
} from '../../../engine/script/index.js';

const limits = { milliseconds: 200, memoryBytes: 16 * 1024 * 1024 };
const prelude = `(host) => {
  globalThis.ask = (...args) => host('ask', ...args);
  return {
    pack: (value) => (value === null ? null : { json: JSON.stringify(value) }),
    unpack: (packed) => packed.json === undefined ? 'object ' + packed.object : JSON.parse(packed.json),
  };
}`;

function run(text: string, more: Partial<ScriptRun> = {}): Promise<ScriptValue> {
  const sources = [{ name: 'inline', text }];
  return (async () => runScript({ prelude, host: (_, args) => args[0], sources, limits, ...more }))();
}

async function failure(text: string, more: Partial<ScriptRun> = {}): Promise<ScriptFailure> {
  try {
    await run(text, more);
  } catch (thrown) {
    assert.ok(thrown instanceof ScriptFailure, String(thrown));
    return thrown;
  }
  return assert.fail('the script did not fail');
}

const results: readonly (readonly [text: string, expected: ScriptValue])[] = [
  ['1 + 1', 2],
  ['"aü😀"', 'aü😀'],
  ['null', null],
  ['undefined', undefined],
  ['var a = 1; a === 1', true],
  ['({ a: [1, null] })', new ScriptJson('{"a":[1,null]}')],
  ['ask("text")', 'text'],
  ['ask(null)', null],
  ['let x = 5; if (x) { "completion" }', 'completion'],
];

const failures: readonly (readonly [
  text: string,
  kind: ScriptFailureKind,
  message: RegExp,
  line: number | undefined,
])[] = [
  ['\n\nnope()', 'error', /'nope' is not defined/, 3],
  ['throw new Error("no")', 'error', /^no$/, 1],
  ['throw { code: 5 }', 'error', /\{"code":5\}/, undefined],
  ['function (', 'error', /SyntaxError/, 1],
  ['for (;;) {}', 'time', /longer than 200 ms/, undefined],
  ['try { for (;;) {} } catch (e) {} "survived"', 'time', /longer than 200 ms/, undefined],
  ['/(a+)+$/.test("a".repeat(40) + "b")', 'time', /longer than 200 ms/, undefined],
  ['(function f() { f(); })()', 'resources', /stack overflow/, 1],
  ['var s = "x"; for (;;) s += s + s', 'resources', /string too long|out of memory/, 1],
  ['var a = []; for (;;) a.push(new Uint8Array(1000000))', 'resources', /out of memory/, 1],
];

describe('the sandbox of scripts', () => {
  for (const [text, expected] of results) {
    it(`gives the result of ${text}`, async () => {
      assert.deepEqual(await run(text), expected);
    });
  }

  for (const [text, kind, message, line] of failures) {
    it(`stops ${JSON.stringify(text)}: ${kind}`, async () => {
      const failed = await failure(text);
      assert.equal(failed.kind, kind);
      assert.match(failed.message, message);
      assert.equal(failed.line, line);
    });
  }

  it('calls a function with arguments of every kind', async () => {
    const call = { name: 'f', args: [1, 'a', null, undefined, new ScriptJson('[1]'), new ScriptObject(7)] };
    const text = 'const f = (...all) => all.map((each) => Array.isArray(each) ? each.length : String(each)).join()';
    assert.equal(await run(text, { call }), '1,a,null,undefined,1,object 7');
  });

  it('calls the function that the script ends with', async () => {
    assert.equal(await run('const add = (a, b) => a + b; add', { call: { args: [1, 2] } }), 3);
    assert.equal((await failure('5', { call: { args: [] } })).kind, 'no-function');
  });

  it('says that a function does not exist', async () => {
    for (const name of ['missing', 'a b', '']) {
      assert.equal((await failure('1', { call: { name, args: [] } })).kind, 'no-function', name);
    }
  });

  it('hands an error of the host on as its cause', async () => {
    const thrown = new Error('from outside');
    const host = () => {
      throw thrown;
    };
    assert.equal((await failure('ask()', { host })).cause, thrown);
    assert.equal(await run('try { ask() } catch (e) { e.message }', { host }), 'from outside');
  });

  it('loads parts when they are asked for', async () => {
    const parts = { twice: '(number) => 2 * number' };
    const lazy = `(host, load) => { globalThis.twice = (n) => load('twice')(n); return {}; }`;
    assert.equal(await run('twice(4)', { prelude: lazy, parts }), 8);
  });

  it('keeps nothing from one run to the next', async () => {
    await run('globalThis.kept = 1; Object.prototype.kept = 1; Array.prototype.push = null');
    assert.equal(await run('typeof kept + typeof ({}).kept + typeof [].push'), 'undefinedundefinedfunction');
  });

  it('goes on after a run that used up its memory', async () => {
    await failure('var a = []; for (;;) a.push(new Uint8Array(1000000))');
    assert.equal(await run('1 + 1'), 2);
  });

  it('gives scripts nothing of Node.js', async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'fetch', 'setTimeout', 'WebAssembly', 'host', 'std', 'os'];
    assert.equal(await run(`${JSON.stringify(names)}.filter((name) => name in globalThis).join()`), '');
  });
});
