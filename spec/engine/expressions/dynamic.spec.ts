import assert from 'node:assert/strict';
import { compileDynamic, compileSynapse, compileXPath, DeferredXPath } from '../../../engine/expressions/index.js';
import { JavaNumber, type Message, type Value } from '../../../engine/message/index.js';
import { serializeXml, XmlElement } from '../../../engine/xml/index.js';
import { type MessageParts, testContext, testMessage } from './messages.js';

const body: MessageParts = {
  xml: '<order id="7"><item>one</item><item>two</item></order>',
  properties: { n: new JavaNumber('int', 3), t: 'text', path: '//item' },
};

const texts: [source: string, kind: string, text: string | null][] = [
  ['plain', 'static', 'plain'],
  ['', 'static', ''],
  [' {$ctx:t}', 'static', ' {$ctx:t}'],
  ['{$ctx:t} ', 'static', '{$ctx:t} '],
  ['{$ctx:t}', 'expression', 'text'],
  ['{$ctx:none}', 'expression', null],
  ['{//item}', 'expression', '<item>one</item><item>two</item>'],
  ['{json-eval($.order.item[0])}', 'expression', 'one'],
  ['{${props.synapse.t}}', 'expression', 'text'],
  ['{{//item}}', 'deferred', '{//item}'],
  ['{{}}', 'deferred', '{}'],
  ['{{not an expression}}', 'deferred', '{not an expression}'],
];

/** Template parameters: what `$func:p` and an untyped reader see. */
const parameters: [source: string, shown: string][] = [
  ['plain', 'string plain'],
  ['{//item}', 'element <item>one</item>'],
  ['{//item/text()}', 'string one'],
  ['{//@id}', 'string 7'],
  ['{count(//item)}', 'double 2.0'],
  ['{1 = 1}', 'boolean true'],
  ['{$ctx:n}', 'int 3'],
  ['{$ctx:none}', 'null'],
  ['{//none}', 'null'],
  ['{json-eval($.order.item)}', 'string ["one","two"]'],
  ['{${1 + 1}}', 'string 2'],
  ['{{json-eval($.order)}}', 'string '],
  ['{{${1 + 1}}}', 'string '],
];

function shown(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof XmlElement) return `element ${serializeXml(value)}`;
  return value instanceof JavaNumber ? `${value.kind} ${value}` : `${typeof value} ${String(value)}`;
}

/** What a template reads of a parameter that the source passed. */
function seenByTemplate(source: string, expression: string, read: (message: Message) => string | null): string | null {
  const { message } = testMessage(body);
  message.templateParameters.push(new Map([['p', compileDynamic(source, testContext())!.parameter(message)]]));
  message.setXmlText('<order><item>new</item></order>');
  assert.ok(expression);
  return read(message);
}

describe('static and dynamic values', () => {
  for (const [source, kind, text] of texts) {
    it(`${JSON.stringify(source)} is ${kind}`, () => {
      const context = testContext();
      const value = compileDynamic(source, context)!;
      assert.deepEqual(context.report.findings, []);
      assert.deepEqual([value.source, value.kind, value.string(testMessage(body).message)], [source, kind, text]);
      assert.equal(value.expression !== undefined, kind === 'expression');
    });
  }

  for (const [source, expected] of parameters) {
    it(`passes ${source} to a template as ${expected}`, () => {
      const value = compileDynamic(source, testContext())!.parameter(testMessage(body).message);
      assert.equal(shown(value), expected);
    });
  }

  it('passes an escaped XPath that is evaluated whenever the template reads it', () => {
    const xpath = compileXPath('$func:p', testContext())!;
    assert.equal(
      seenByTemplate('{{//item}}', '$func:p', (message) => xpath.string(message)),
      'new',
    );
    const synapse = compileSynapse('params.functionParams.p', testContext())!;
    assert.equal(
      seenByTemplate('{{string(//item)}}', 'params', (message) => synapse.string(message)),
      'new',
    );
  });

  it('evaluates an escaped get-property first and takes its text as the path', () => {
    const xpath = compileXPath('$func:p', testContext())!;
    assert.equal(
      seenByTemplate("{{get-property('path')}}", '$func:p', (message) => xpath.string(message)),
      'new',
    );
  });

  it('faults when a template parameter is escaped and no XPath', () => {
    const value = compileDynamic('{{not an expression}}', testContext())!;
    assert.throws(() => value.parameter(testMessage().message), {
      name: 'Fault',
      message: 'Can not evaluate escaped expression {not an expression}',
    });
  });

  it('hands on a deferred expression as its own kind', () => {
    const value: unknown = compileDynamic('{{//item}}', testContext())!.parameter(testMessage(body).message);
    assert.ok(value instanceof DeferredXPath);
  });

  it('reports errors at their columns', () => {
    for (const [source, column] of [
      ['{//a[}', 6],
      ['{json-eval($.a b)}', 15],
      ['{${5 >> 3}}', 7],
      ['{}', 2],
    ] as const) {
      const context = testContext();
      assert.equal(compileDynamic(source, context), undefined);
      assert.equal(context.report.findings[0]?.column, column, source);
    }
  });

  it('takes only the languages that are allowed', () => {
    const context = testContext();
    assert.equal(compileDynamic('{${vars.a}}', context, { xpath: true }), undefined);
    assert.equal(context.report.findings[0]?.code, 'expression/not-allowed');
  });

  it('needs the body when its expression does', () => {
    const needs = (source: string) => compileDynamic(source, testContext())!.contentAware;
    assert.deepEqual(['{//a}', '{$ctx:a}', '{${payload}}', '{json-eval($)}', '//a', '{{//a}}'].map(needs), [
      true,
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});
