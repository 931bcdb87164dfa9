import assert from 'node:assert/strict';
import { JsonPathFailure, parseJsonPath } from '../../../../engine/expressions/jsonpath/index.js';
import { readBody } from '../../../../engine/expressions/jsonpath/source.js';
import { HeldJson, JsonSyntaxError, type Message, parseJson, stringifyJson } from '../../../../engine/message/index.js';

const json = '{"a":{"b":[1.50,{"c":2.50}],"d":12.50,"d":null},"e":1e3,"":{"x":"y"}}';

/** A message whose JSON nobody has parsed: asking it for a tree is an error. */
function unparsed(text: string): Message {
  const message = {
    heldJson: HeldJson.ofText(text),
    services: { settings: { maxBodyDepth: 512 } },
    jsonForm: () => assert.fail('the tree is not needed'),
  };
  return message as unknown as Message;
}

describe('a plain path over JSON that nobody has parsed', () => {
  for (const text of ['$.a', '$.a.b', '$.a.b[0]', '$.a.b[1].c', '$.a.d', '$.e', "$[''].x", 'a.b']) {
    it(`${text} finds in the text what it finds in a tree`, () => {
      const path = parseJsonPath(text);
      const found = readBody(path, unparsed(json));
      assert.equal(stringifyJson(found!), stringifyJson(path.read(parseJson(json))));
    });
  }

  for (const text of ['$.x', '$.a.b[7]', '$.a.d.y', '$.e[0]']) {
    it(`${text} leads nowhere`, () => {
      assert.throws(() => readBody(parseJsonPath(text), unparsed(json)), JsonPathFailure);
    });
  }

  it('finds an error of the text behind the value', () => {
    assert.throws(() => readBody(parseJsonPath('$.a'), unparsed('{"a":1,}')), JsonSyntaxError);
  });
});

describe('a path over a large document', () => {
  it('is given up when it runs away', () => {
    const deep = `${'{"a":[1,2,3,'.repeat(60)}0${']}'.repeat(60)}`;
    const start = performance.now();
    assert.throws(
      () => parseJsonPath('$..*..*..*..*').read(parseJson(deep)),
      (error) => error instanceof JsonPathFailure && /looks at more than/.test(error.message),
    );
    assert.ok(performance.now() - start < 5000);
  });

  it('may be nested as deeply as the reader allows', () => {
    const deep = `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`;
    assert.equal(parseJsonPath('$..a').all(parseJson(deep)).length, 500);
  });
});
