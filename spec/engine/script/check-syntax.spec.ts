import assert from 'node:assert/strict';
import { checkScriptSyntax, looksLikeE4x } from '../../../engine/script/index.js';

const good = [
  '',
  'var a = 1;',
  'a = <!-- comment\n 1',
  'const f = async () => { await 1; };',
  'x?.y ?? z',
  'with (o) { x }',
];

const bad: readonly (readonly [text: string, offset: number, line: number, column: number])[] = [
  ['var a = ;', 8, 1, 9],
  ['var a = 1;\n  b c', 15, 2, 5],
  ['Script Body', 7, 1, 8],
  ['return 1', 0, 1, 1],
];

const e4x = [
  'mc.setPayloadXML(<a>{x}</a>);',
  'var x = <a/>;',
  'mc.setPayloadXML(\n  <m:a xmlns:m="urn:m">1</m:a>);',
  'var s = mc.getPayloadXML()..*::Code.toString();',
  'var s = mc.getPayloadXML()..symbol;',
  'var s = p.@id',
  'for each (var x in p.a) {}',
];

const notE4x = ['var a = ;', 'if (a < b && c > d) {', 'Script Body', 'var t = /* <a> */ ;'];

describe('the syntax check of scripts', () => {
  for (const text of good) it(`takes ${JSON.stringify(text)}`, () => assert.equal(checkScriptSyntax(text), undefined));

  for (const [text, offset, line, column] of bad) {
    it(`refuses ${JSON.stringify(text)} at ${line}:${column}`, () => {
      const problem = checkScriptSyntax(text);
      assert.deepEqual([problem?.offset, problem?.line, problem?.column], [offset, line, column]);
      assert.doesNotMatch(problem?.reason ?? '', /\(\d+:\d+\)/);
    });
  }

  for (const text of e4x) {
    it(`knows E4X: ${JSON.stringify(text)}`, () => {
      assert.ok(checkScriptSyntax(text));
      assert.ok(looksLikeE4x(text));
    });
  }

  for (const text of notE4x) it(`is not E4X: ${JSON.stringify(text)}`, () => assert.equal(looksLikeE4x(text), false));
});
