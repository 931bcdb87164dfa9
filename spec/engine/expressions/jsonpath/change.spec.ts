import assert from 'node:assert/strict';
import {
  addAtPath,
  deleteAtPath,
  type JsonPath,
  JsonPathFailure,
  parseJsonPath,
  putAtPath,
  renameAtPath,
  setAtPath,
} from '../../../../engine/expressions/jsonpath/index.js';
import { type JsonValue, parseJson, stringifyJson } from '../../../../engine/message/index.js';

type Change = (path: JsonPath, root: JsonValue) => JsonValue;
const value = parseJson('{"z":1.50}');
const set: Change = (path, root) => setAtPath(path, root, value);
const add: Change = (path, root) => addAtPath(path, root, value);
const put: Change = (path, root) => putAtPath(path, root, 'new', value);
const rename: Change = (path, root) => renameAtPath(path, root, 'new');
const remove: Change = (path, root) => deleteAtPath(path, root);

const changed: [fact: string, change: Change, path: string, json: string, result: string][] = [
  ['sets a member', set, '$.a', '{"a":1,"b":2.50}', '{"a":{"z":1.50},"b":2.50}'],
  ['sets an item', set, '$.a[1]', '{"a":[1,2]}', '{"a":[1,{"z":1.50}]}'],
  ['sets every hit', set, '$..a', '{"a":1,"b":{"a":2}}', '{"a":{"z":1.50},"b":{"a":{"z":1.50}}}'],
  ['sets several names', set, "$['a','b']", '{"a":1,"b":2}', '{"a":{"z":1.50},"b":{"z":1.50}}'],
  ['sets what a filter finds', set, '$[?(@.a==1)]', '[{"a":1},{"a":2}]', '[{"z":1.50},{"a":2}]'],
  ['deletes a member', remove, '$.a', '{"a":1,"b":2}', '{"b":2}'],
  ['deletes items from the last to the first', remove, '$.a[0,2]', '{"a":[1,2,3]}', '{"a":[2]}'],
  ['deletes items in any order of indexes', remove, '$.a[2,0]', '{"a":[1,2,3]}', '{"a":[2]}'],
  ['deletes what a filter finds', remove, '$.a[?(@>1)]', '{"a":[1,2,3]}', '{"a":[1]}'],
  ['deletes a repeated member at once', remove, '$.a', '{"a":1,"b":2,"a":3}', '{"b":2}'],
  ['appends to an array', add, '$.a', '{"a":[1]}', '{"a":[1,{"z":1.50}]}'],
  ['appends to the root', add, '$', '[1]', '[1,{"z":1.50}]'],
  ['appends nothing to null', add, '$.a', '{"a":null}', '{"a":null}'],
  ['puts a member', put, '$.a', '{"a":{"b":1}}', '{"a":{"b":1,"new":{"z":1.50}}}'],
  ['puts over a member', put, '$', '{"new":1,"b":2}', '{"new":{"z":1.50},"b":2}'],
  ['renames a member, which goes to the end', rename, '$.a', '{"a":1,"b":2}', '{"b":2,"new":1}'],
  ['renames over another member', rename, '$.a', '{"a":1,"new":2}', '{"new":1}'],
  ['renames to the same name', rename, '$.new', '{"new":1,"b":2}', '{"new":1,"b":2}'],
];

const refused: [fact: string, change: Change, path: string, json: string][] = [
  ['a missing member', set, '$.b', '{"a":1}'],
  ['an index that is not there', set, '$.a[5]', '{"a":[1]}'],
  ['a negative index', set, '$.a[-1]', '{"a":[1]}'],
  ['the root', set, '$', '{"a":1}'],
  ['the root as something to delete', remove, '$', '{"a":1}'],
  ['a path without hits', remove, '$..x', '{"a":1}'],
  ['appending to an object', add, '$.a', '{"a":{}}'],
  ['putting into an array', put, '$.a', '{"a":[]}'],
  ['putting into several members', put, "$['a','b']", '{"a":{},"b":{}}'],
  ['renaming an item', rename, '$.a[0]', '{"a":[1]}'],
  ['a path that ends in a function', set, '$.a.length()', '{"a":[1]}'],
];

describe('changing a document at a path', () => {
  for (const [fact, change, path, json, result] of changed) {
    it(fact, () => {
      const root = parseJson(json);
      assert.equal(stringifyJson(change(parseJsonPath(path), root)), result);
      assert.equal(stringifyJson(root), stringifyJson(parseJson(json)), 'the document itself stays');
    });
  }
  for (const [fact, change, path, json] of refused) {
    it(`refuses ${fact}`, () => assert.throws(() => change(parseJsonPath(path), parseJson(json)), JsonPathFailure));
  }

  it('locates parents and keys', () => {
    const root = parseJson('{"a":[{"b":1},{"b":2}]}');
    const found = parseJsonPath('$.a[*].b').locate(root);
    assert.deepEqual(
      found.map(({ parent, key }) => [stringifyJson(parent!), key]),
      [
        ['{"b":1}', 'b'],
        ['{"b":2}', 'b'],
      ],
    );
  });
});
