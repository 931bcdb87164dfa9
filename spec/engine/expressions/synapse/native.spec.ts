import assert from 'node:assert/strict';
import { compileSynapse } from '../../../../engine/expressions/index.js';
import { JavaNumber, JsonData, type JsonValue, stringifyJson, type Value } from '../../../../engine/message/index.js';
import { serializeXml, XmlElement, type XmlNode } from '../../../../engine/xml/index.js';
import { type MessageParts, testContext, testMessage } from '../messages.js';
import { el } from './elements.js';

const json: MessageParts = {
  json: '{"s":"a","n":12.50,"i":3,"b":true,"nul":null,"o":{"k":1.50},"l":[1.50,"x",null]}',
  variables: { int: new JavaNumber('int', 1), xml: el('<a/>'), text: 'plain' },
};
const xml: MessageParts = { xml: '<r><i>1</i><x/><i>2</i></r>' };

/** What a typed consumer gets, shown with its kind. */
const values: [expression: string, shown: string, parts?: MessageParts][] = [
  ["'a'", "string 'a'"],
  ['"a"', 'string "a"'],
  ['"a" + "b"', 'string ab'],
  ['toUpper("a")', 'string A'],
  ['5', 'int 5'],
  ['3000000000', 'long 3000000000'],
  ['1.50', 'double 1.5'],
  ['1 == 1', 'boolean true'],
  ['null', 'string '],
  ['payload.zz', 'string ', json],
  ['payload.nul', 'string ', json],
  ['payload.s', 'json "a"', json],
  ['payload.n', 'json 12.5', json],
  ['payload.l[0]', 'json 1.50', json],
  ['payload.i', 'json 3', json],
  ['payload.b', 'json true', json],
  ['payload.o', 'json {"k":1.50}', json],
  ['payload.i + 1', 'int 4', json],
  ['payload.l.length()', 'long 3', json],
  ['[1,"a"]', 'json [1,"a"]'],
  ['vars.int', 'int 1', json],
  ['vars.xml', 'element <a/>', json],
  ['vars.text', 'string plain', json],
  ["xpath('//i')", 'nodes <i>1</i> <i>2</i>', xml],
  ["xpath('//nope')", 'nodes ', xml],
  ["xpath('//i/text()')", 'nodes 1 2', xml],
  ["xpath('$ctx:x')", 'fault', xml],
  ["xpath('count(//i)')", 'fault', xml],
  ["xpath('string(//i)')", 'fault', xml],
  ["xpath('1 = 1')", 'fault', xml],
  ["xpath('//[')", 'string ', xml],
];

function shown(value: Value): string {
  if (value instanceof JavaNumber) return `${value.kind} ${value}`;
  if (value instanceof JsonData) return `json ${stringifyJson(value.value)}`;
  if (value instanceof XmlElement) return `element ${serializeXml(value)}`;
  if (Array.isArray(value)) return `nodes ${value.map((node: XmlNode) => serializeXml(node)).join(' ')}`;
  return `${typeof value} ${String(value)}`;
}

const conditions: [expression: string, holds: boolean, parts?: MessageParts][] = [
  ['true', true],
  ['"TRUE"', true],
  ['"yes"', false],
  ['1', false],
  ['null', false],
  ['payload.zz > 1', false, json],
  ['payload.b', true, json],
  ['payload.i == 3', true, json],
];

const items: [expression: string, shown: string[] | 'fault', parts?: MessageParts][] = [
  ['payload.l', ['1.50', '"x"', 'null'], json],
  ['payload.o', ['{"k":1.50}'], json],
  ['payload.s', ['"a"'], json],
  ["xpath('//i')", ['<i>1</i>', '<i>2</i>'], xml],
  ['vars.xml', ['<a/>'], json],
  ['"text"', 'fault'],
  ['5', 'fault'],
  ['payload.zz', 'fault', json],
];

describe('Synapse expressions in their own kinds', () => {
  for (const [expression, expected, parts] of values) {
    it(`${expression} is ${expected}`, () => {
      const compiled = compileSynapse(expression, testContext())!;
      const { message } = testMessage(parts);
      if (expected === 'fault') assert.throws(() => compiled.value(message), { name: 'Fault' });
      else assert.equal(shown(compiled.value(message)), expected);
    });
  }

  for (const [expression, holds, parts] of conditions) {
    it(`${expression} is ${holds ? 'true' : 'false'} as a condition`, () => {
      assert.equal(compileSynapse(expression, testContext())!.boolean(testMessage(parts).message), holds);
    });
  }

  for (const [expression, expected, parts] of items) {
    it(`${expression} has items`, () => {
      const compiled = compileSynapse(expression, testContext())!;
      const { message } = testMessage(parts);
      if (expected === 'fault') {
        assert.throws(() => compiled.nodes(message), { name: 'Fault' });
        return;
      }
      const list: readonly (XmlNode | JsonValue)[] = compiled.nodes(message);
      const texts = list.map((item) =>
        item instanceof XmlElement ? serializeXml(item) : stringifyJson(item as JsonValue),
      );
      assert.deepEqual(texts, expected);
    });
  }

  it('takes the SOAP body for the whole payload of application/xml', () => {
    const { message } = testMessage({ ...xml, axis2: { ContentType: 'application/xml; charset=UTF-8' } });
    const compiled = compileSynapse(' payload ', testContext())!;
    const [body] = compiled.value(message) as readonly XmlNode[];
    assert.equal((body as XmlElement).localName, 'Body');
    assert.match(compiled.string(message), /^<soapenv:Body .*<r><i>1<\/i>/);
  });

  it('takes JSON for the whole payload of text/xml', () => {
    const { message } = testMessage({ ...xml, axis2: { ContentType: 'text/xml' } });
    assert.equal(compileSynapse('$', testContext())!.string(message), '{"r":{"i":1,"x":null,"i":2}}');
  });

  it('gives the same result for one message after another', () => {
    const compiled = compileSynapse('payload.l[payload.i - 2] + "!"', testContext())!;
    assert.equal(compiled.string(testMessage(json).message), 'x!');
    assert.equal(compiled.string(testMessage({ json: '{"l":["y"],"i":2}' }).message), 'y!');
  });

  it('names the expression and the reason in the warning', () => {
    const { message, warnings } = testMessage(json);
    compileSynapse('payload.zz', testContext())!.string(message);
    assert.deepEqual(warnings, ["Error evaluating expression: ${payload.zz} cause : No results for path: $['zz']"]);
  });
});
