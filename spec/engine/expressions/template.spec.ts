import assert from 'node:assert/strict';
import { compileTextTemplate, type TemplatePart } from '../../../engine/expressions/index.js';
import { type MessageParts, testContext, testMessage } from './messages.js';

const json: MessageParts = {
  json: '{"team":[{"name":"Alice","role":"Developer","experience":3}],"a":"1$2","n":null}',
  variables: { v: 'x' },
};

const texts: [template: string, text: string, parts?: MessageParts][] = [
  ['', ''],
  ['no place', 'no place'],
  [
    'Processing payload : ${payload.team[0]}',
    'Processing payload : {"name":"Alice","role":"Developer","experience":3}',
    json,
  ],
  ['user <${payload.team[0].age}> end', 'user <> end', json],
  ['null <${payload.n}>', 'null <>', json],
  ['cost $5 {x} ${payload.a}', 'cost $5 {x} 1$2', json],
  ['${vars.v}${vars.v}', 'xx', json],
  ['"${vars.v}" "${vars.v}"${vars.v}"', '"x" "x"x"', json],
  [
    "sum ${payload.team[0].experience + 12}, ${(payload.team[0].experience > 2) && true ? 'a' : 'b'}",
    'sum 15, a',
    json,
  ],
  ["book ${xpath('//book[1]')} end", 'book <book><id>101</id></book> end', { xml: '<c><book><id>101</id></book></c>' }],
  ['$ {a} ${}', '$ {a} ${}'],
  ['${vars.v\n}', '${vars.v\n}', json],
  ['open ${vars.v', 'open ${vars.v', json],
];

function described(part: TemplatePart): string {
  if (part.kind === 'text') return `${part.offset}:${part.text}`;
  const { offset, expression, quoted, callsXPath } = part;
  return `${offset}:${expression.source}${quoted ? ' quoted' : ''}${callsXPath ? ' xpath' : ''}`;
}

const splits: [template: string, parts: string[]][] = [
  ['{"a":"${vars.a}","b":${vars.b}}', ['0:{"a":"', '6:${vars.a} quoted', '15:","b":', '21:${vars.b}', '30:}']],
  ['"${vars.a}"${vars.b}"', ['0:"', '1:${vars.a} quoted', '10:"', '11:${vars.b}', '20:"']],
  ['"${vars.a} ${vars.b}"', ['0:"', '1:${vars.a}', '10: ', '11:${vars.b}', '20:"']],
  ["$1 ${xpath('//a')}", ['0:$1 ', "3:${xpath('//a')} xpath"]],
];

describe('text templates', () => {
  for (const [template, text, parts] of texts) {
    it(`${JSON.stringify(template)} gives ${JSON.stringify(text)}`, () => {
      const context = testContext();
      const compiled = compileTextTemplate(template, context);
      assert.deepEqual(context.report.findings, []);
      assert.equal(compiled?.string(testMessage(parts).message), text);
      assert.equal(compiled.source, template);
    });
  }

  for (const [template, parts] of splits) {
    it(`${template} has its parts`, () => {
      const compiled = compileTextTemplate(template, testContext())!;
      assert.deepEqual(compiled.parts.map(described), parts);
    });
  }

  it('reports each bad place at its column and compiles nothing', () => {
    const context = testContext();
    assert.equal(compileTextTemplate('a ${1 +} b ${vars} "${\'}\'}"', context), undefined);
    assert.deepEqual(
      context.report.findings.map(({ code, column }) => [code, column]),
      [
        ['expression/synapse-syntax', 8],
        ['expression/synapse-syntax', 18],
        ['expression/synapse-syntax', 23],
      ],
    );
  });

  it('knows no namespaces', () => {
    const compiled = compileTextTemplate("${xpath('//m:a')}", testContext({ m: 'urn:one' }))!;
    const { message } = testMessage({ xml: '<r xmlns:m="urn:one"><m:a>1</m:a></r>' });
    assert.throws(() => compiled.string(message), { name: 'Fault' });
  });

  it('needs the body when a place does', () => {
    const needs = (template: string) => compileTextTemplate(template, testContext())!.contentAware;
    assert.deepEqual(['payload', '${vars.a}', '${vars.a} ${payload.a}'].map(needs), [false, false, true]);
  });
});
