import assert from 'node:assert/strict';
import { type MessageSetting, om, textOf } from './setting.js';

const setting: MessageSetting = {
  properties: { t: om('<t><a><b>1</b><c>2</c></a>3<d k="v"><e>4</e><f/></d><g>5</g></t>') },
};

/** The library's own `following` holds the descendants, its `preceding` the ancestors; these must not. */
const rows: readonly (readonly [expression: string, text: string])[] = [
  ['count($ctx:t/d/following::*)', '1.0'],
  ['$ctx:t/d/following::*', '5'],
  ['local-name($ctx:t/a/b/following::*)', 'c'],
  ['count($ctx:t/a/following::node())', '7.0'],
  ['count($ctx:t/d/e/preceding::*)', '3.0'],
  ['local-name($ctx:t/d/e/preceding::*[1])', 'c'],
  ['local-name($ctx:t/g/preceding::*[last()])', 'a'],
  ['count($ctx:t/g/preceding::text())', '4.0'],
  ['count($ctx:t/d/@k/following::*)', '1.0'],
  ['count($ctx:t/d/@k/preceding::*)', '3.0'],
  ['count($ctx:t/following::*)', '0.0'],
  ['count($ctx:t/preceding::*)', '0.0'],
];

describe('XPath: the axes following and preceding', () => {
  for (const [expression, text] of rows) {
    it(`${expression} is ${text}`, () => assert.equal(textOf(expression, setting), text));
  }
});
