import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compileJsonPath,
  JsonPathFailure,
  parseJsonPath,
  resultText,
} from '../../../../engine/expressions/jsonpath/index.js';
import { outlineText } from '../../../../engine/expressions/jsonpath/outline-text.js';
import { JsonOutline, JsonSyntaxError, parseJson } from '../../../../engine/message/index.js';
import { jsonTexts, jsonTextsWithErrors } from '../../message/json/json-texts.js';
import { receive } from '../../message/test-exchange.js';
import { testContext } from '../messages.js';

const names = fc.array(fc.constantFrom('a', 'b', 'c', 'items', 'members', '', '__proto__', 'a"b', 'a/b', '\n'), {
  minLength: 1,
  maxLength: 3,
});
const pathOf = (members: readonly string[]) =>
  `$${members.map((name) => `['${name.replaceAll('\\', '\\\\')}']`).join('')}`;

describe('the text of a path of names', () => {
  it('is cut out of the text only where it is that of the value in a tree', () => {
    let cut = 0;
    fc.assert(
      fc.property(jsonTexts, names, (json, members) => {
        const text = outlineText(new JsonOutline(json), members);
        if (text === undefined) return;
        cut++;
        assert.equal(text, textByTree(json, members));
      }),
      { numRuns: 5000 },
    );
    assert.ok(cut > 3000, `${cut}`);
  });

  it('is the same however often a body was asked before', () => {
    fc.assert(
      fc.property(jsonTextsWithErrors, fc.array(names, { minLength: 1, maxLength: 4 }), (json, paths) => {
        const { message } = receive();
        message.setJson(json.trimStart().startsWith('{') ? json : `{"a":${json}}`);
        const text = message.jsonText!;
        for (const members of [...paths, ...paths]) {
          assert.equal(compileJsonPath(pathOf(members), testContext())!.string(message), textOrNothing(text, members));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('does not make a tree while the text will do', () => {
    const { message } = receive();
    message.setJson('{"a":{"b":[1,{"c":"x"}],"d":"y"},"e":12.50,"f":null}');
    const paths = { '$.a.d': 'y', '$.a.b': '[1,{"c":"x"}]', '$.e': '12.5', '$.f': 'null', '$.x': '', '$.a': undefined };
    for (const [path, text] of Object.entries(paths)) {
      assert.equal(compileJsonPath(path, testContext())!.string(message), text ?? '{"b":[1,{"c":"x"}],"d":"y"}');
    }
    assert.equal(message.heldJson?.tree, undefined);
  });
});

function textByTree(json: string, members: readonly string[]): string {
  const path = parseJsonPath(pathOf(members));
  try {
    return resultText(path, path.read(parseJson(json)));
  } catch (error) {
    if (!(error instanceof JsonPathFailure)) throw error;
    return '';
  }
}

function textOrNothing(json: string, members: readonly string[]): string {
  try {
    return textByTree(json, members);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return '';
  }
}
