import assert from 'node:assert/strict';
import { Fault } from '../../../engine/errors/index.js';
import { JavaNumber, JsonData, JsonNumber, JsonObject, type Value, valueText } from '../../../engine/message/index.js';
import { parseXml } from '../../../engine/xml/index.js';

const root = (xml: string) => parseXml(xml).documentElement!;

describe('text of a value', () => {
  const cases: [name: string, value: Value | undefined, text: string | null][] = [
    ['text', ' a ', ' a '],
    ['nothing', undefined, null],
    ['null', null, null],
    ['boolean', true, 'true'],
    ['int', new JavaNumber('int', 5), '5'],
    ['double', new JavaNumber('double', 2), '2.0'],
    ['json object', new JsonData(JsonObject.of([['a', new JsonNumber('1.50')]])), '{"a":1.50}'],
    ['json text keeps its quotes', new JsonData('x'), '"x"'],
    ['element with text of its own, trimmed', root('<a> x <b>y</b> </a>'), 'x'],
    ['element with a no-break space', root('<a>\u00a0</a>'), '<a>\u00a0</a>'],
    ['element without text', root('<a><b>1</b></a>'), '<a><b>1</b></a>'],
    ['empty element', root('<a/>'), '<a/>'],
    ['several elements', [root('<a>1</a>'), root('<b/>')], '<a>1</a><b/>'],
    ['one element in a list', [root('<a> 1 </a>')], '1'],
    ['text nodes', root('<a>x<!--c--></a>').childNodes.slice(0, 1), 'x'],
    ['no node', [], ''],
    ['map', new Map([['a', 'b']]), ''],
    ['fault', new Fault('x'), ''],
  ];
  for (const [name, value, text] of cases) {
    it(name, () => assert.equal(valueText(value), text));
  }
});
