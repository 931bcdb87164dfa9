import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type Finding, type FindingCode, findingCodes, Report } from '../../../engine/errors/index.js';
import { validateSources } from '../../../engine/index.js';
import { parseArtifact } from '../../../engine/xml/index.js';
import { deploy } from '../compile/deployed.js';
import { Workspace } from '../deploy/workspace.js';

const ns = 'xmlns="http://ws.apache.org/ns/synapse"';
const sequence = (body: string, attributes = 'name="s"'): string => `<sequence ${ns} ${attributes}>${body}</sequence>`;
const endpoint = (body: string): string => `<endpoint ${ns} name="E">${body}</endpoint>`;
const api = (name: string, context = '/a', resources = '<resource/>'): string =>
  `<api ${ns} name="${name}" context="${context}">${resources}</api>`;
const entry = `<localEntry ${ns} key="k">text</localEntry>`;
const oauth = (secret: string): string =>
  endpoint(`<http uri-template="http://h/"><authentication><oauth><clientCredentials><tokenUrl>http://t/</tokenUrl>
    <clientId>id</clientId><clientSecret>${secret}</clientSecret></clientCredentials></oauth></authentication></http>`);
const balance = (attributes: string): string =>
  endpoint(`<loadbalance ${attributes}><endpoint><default/></endpoint></loadbalance>`);
const xpath = (text: string): string => sequence(`<property name="p" expression="${text}"/>`);
const synapse = (text: string): string => xpath(`\${${text}}`);

/** Artifacts that are checked together, or what else leads to findings. */
type Input = string | readonly string[] | Buffer | (() => readonly Finding[]);

/** For each code something that it is reported of. */
const inputs: Readonly<Partial<Record<FindingCode, Input>>> = {
  'endpoint/invalid': endpoint(''),
  'endpoint/unsupported': endpoint('<class name="c"/>'),
  'endpoint/no-children': endpoint('<failover/>'),
  'endpoint/children-and-members': endpoint(
    '<recipientlist><member hostName="h" httpPort="80"/><endpoint><default/></endpoint></recipientlist>',
  ),
  'endpoint/duplicate-key': endpoint('<failover><endpoint key="a"/><endpoint key="a"/></failover>'),
  'endpoint/policy-and-algorithm': balance('policy="roundRobin" algorithm="a"'),
  'endpoint/unknown-algorithm': balance('algorithm="com.example.Mine"'),
  'endpoint/authentication': endpoint('<http uri-template="http://h/"><authentication/></http>'),
  'endpoint/broken-credential': oauth('{a b}'),
  'endpoint/unknown-method': endpoint('<http method="fetch" uri-template="http://h/"/>'),
  'endpoint/not-a-variable': endpoint('<http uri-template="http://h/{id}"/>'),
  'endpoint/not-applied': endpoint('<address uri="http://h/" optimize="mtom"/>'),
  'endpoint/no-security': endpoint('<address uri="http://h/"><enableSec/></address>'),
  'endpoint/wsdl-not-loaded': endpoint('<wsdl uri="http://h/?wsdl" service="S" port="P"/>'),
  'endpoint/wsdl20': endpoint('<wsdl><description xmlns="http://www.w3.org/ns/wsdl"/></wsdl>'),

  'deploy/unresolved': sequence('<sequence key="nope"/>'),
  'deploy/duplicate': [entry, entry],
  'deploy/duplicate-context': [api('A'), api('B')],
  'deploy/replaced': [sequence(''), sequence('')],
  'deploy/duplicate-resource': api('A', '/a', '<resource/><resource/>'),
  'deploy/missing-class': sequence('<class name="com.example.Mine"/>'),
  'deploy/handler-not-run': api(
    'A',
    '/a',
    '<handlers><handler class="org.wso2.micro.integrator.security.handler.CORSRequestHandler"/></handlers><resource/>',
  ),
  'deploy/not-run': `<task ${ns} name="t"/>`,
  'deploy/store-not-emptied': `<messageStore ${ns} name="m"/>`,
  'deploy/entry-not-loaded': `<localEntry ${ns} key="k" src="file:x"/>`,
  'deploy/misplaced-artifact': `<definitions ${ns}><log/></definitions>`,

  'layout/unreadable': () => {
    const folder = new Workspace();
    try {
      folder.write('sequences/a.xml', sequence(''));
      const deployment = folder.load();
      // Listed, and gone before it is read.
      const path = join(folder.path, 'sequences', 'b.xml');
      deployment.refresh([{ path, root: 'sequence', signature: 'b', size: 1, modified: 0 }]);
      return deployment.findings;
    } finally {
      folder.clear();
    }
  },
  'layout/wrong-folder': () => inFolder((folder) => folder.write('sequences/e.xml', endpoint('<default/>'))),
  'layout/already-exists': () => {
    const folder = new Workspace();
    try {
      folder.write('sequences/a.xml', sequence(''));
      const deployment = folder.load();
      folder.write('sequences/b.xml', sequence(''));
      deployment.refresh();
      return deployment.findings;
    } finally {
      folder.clear();
    }
  },
  'layout/nothing-found': () => inFolder(() => {}),

  'mediator/not-convertible': sequence('<property name="p" value="x" type="INTEGER"/>'),
  'mediator/invalid': sequence('<property name="p" value="x" group="1"/>'),
  'mediator/suspicious': sequence('<iterate expression="${payload.a}"><target><sequence/></target></iterate>'),

  'xml/malformed': sequence('<log>'),
  'xml/not-utf8': Buffer.from(sequence('<property name="p" value="\u00e4"/>'), 'latin1'),
  'xml/unknown-encoding': Buffer.from('<?xml version="1.0" encoding="klingon"?><a/>'),
  'xml/doctype': '<!DOCTYPE a><a/>',
  'xml/too-large': () => parsed(sequence(''), { maxBytes: 10 }),
  'xml/too-deep': () => parsed(sequence('<in><in/></in>'), { maxDepth: 2 }),
  'xml/empty': ' ',

  'grammar/unknown-root': '<other/>',
  'grammar/unknown-mediator': sequence('<nonsense/>'),
  'grammar/unsupported-mediator': sequence('<smooks/>'),
  'grammar/unknown-element': sequence('<switch source="a"><log/></switch>'),
  'grammar/misplaced-element': sequence('<propertyGroup><log/></propertyGroup>'),
  'grammar/unknown-attribute': sequence('<log levle="full"/>'),
  'grammar/ignored': `<proxy ${ns} name="p" serviceGroup="g"><target endpoint="k"/></proxy>`,
  'grammar/missing-attribute': sequence('<property value="1"/>'),
  'grammar/missing-element': sequence('<payloadFactory/>'),
  'grammar/missing-one-of': sequence('<filter/>'),
  'grammar/losing-alternative': sequence('<filter xpath="true()" source="a"/>'),
  'grammar/bad-value': sequence('<log level="none"/>'),
  'grammar/key-on-definition': sequence('', 'name="s" key="t"'),
  'grammar/placeholder': sequence('<property name="p" value="{CLIENT_ID}"/>'),
  'grammar/duplicate-element': sequence('<switch source="a"><default/><default/></switch>'),

  'expression/xpath-syntax': xpath('a b'),
  'expression/jsonpath-syntax': xpath('json-eval($.[)'),
  'expression/jsonpath-ignored': xpath('json-eval($.a[0]x)'),
  'expression/synapse-syntax': synapse('payload.'),
  'expression/ignored-character': synapse('payload.a # 1'),
  'expression/uri-template-syntax': endpoint('<http uri-template="http://h/{uri.var.a"/>'),
  'expression/regex-syntax': sequence('<property name="p" value="a" pattern="("/>'),
  'expression/regex-unsupported': sequence('<property name="p" value="a" pattern="\\G"/>'),
  'freemarker/unknown-name': sequence(
    '<payloadFactory media-type="json" template-type="freemarker"><format>{"a": ${payloads.a}}</format></payloadFactory>',
  ),
  'freemarker/syntax': sequence(
    '<payloadFactory media-type="json" template-type="freemarker"><format>{"a": ${payload.a</format></payloadFactory>',
  ),
  'expression/not-allowed': sequence('<makefault version="pox"><reason expression="json-eval($.a)"/></makefault>'),

  'xpath/unknown-function': xpath('unknown()'),
  'xpath/wrong-arguments': xpath('concat()'),
  'xpath/unknown-variable': xpath('$nobody'),
  'xpath/unbound-prefix': xpath('//p:a'),
  'xpath/empty-name': sequence('<property name="p" expression="//p:" xmlns:p="urn:p"/>'),
  'xpath/ignored-text': xpath("a'b"),

  'placeholder/invalid-expression': xpath('json-eval($.{a+})'),
  'placeholder/unknown-name': () => deploy([endpoint('<address uri="$SYSTEM:NOWHERE"/>')]).findings,

  'synapse/wrong-arguments': synapse('toUpper()'),
  'synapse/wrong-operand': synapse("1 + 'a' - 'b'"),
  'synapse/wrong-condition': synapse('payload.a and 1'),
  'synapse/bad-path': synapse("vars['x']"),
  'synapse/bad-text': synapse("split(payload.a, '(')"),

  'script/no-engine': sequence('<script language="cobol">x</script>'),
  'script/syntax': sequence('<script language="js">var 1;</script>'),
  'script/e4x': sequence('<script language="js"><![CDATA[mc.setPayloadXML(<a>{x}</a>);]]></script>'),
};

function inFolder(prepare: (folder: Workspace) => unknown): readonly Finding[] {
  const folder = new Workspace();
  try {
    prepare(folder);
    return folder.load().findings;
  } finally {
    folder.clear();
  }
}

function parsed(text: string, limits: { maxBytes?: number; maxDepth?: number }): readonly Finding[] {
  const report = new Report();
  parseArtifact(text, 'x.xml', report, limits);
  return report.findings;
}

function findingsOf(input: Input): readonly Finding[] {
  if (typeof input === 'function') return input();
  const contents = typeof input === 'string' || Buffer.isBuffer(input) ? [input] : input;
  return validateSources(contents.map((content, index) => ({ file: `${index}.xml`, content })));
}

const codes = Object.keys(findingCodes) as FindingCode[];

describe('the codes of findings', () => {
  it('are each reported of something', () => {
    const without = codes.filter((code) => inputs[code] === undefined);
    assert.deepEqual(without, [], 'nothing here shows when they are reported');
  });

  it('are an area and what is wrong', () => {
    assert.deepEqual(
      codes.filter((code) => !/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(code)),
      [],
    );
  });

  for (const code of codes) {
    const input = inputs[code];
    if (input === undefined) continue;
    it(code, () => {
      const findings = findingsOf(input);
      const found = findings.find((each) => each.code === code);
      assert.ok(
        found,
        `not among ${findings.map((each) => `${each.code} ${each.message}`).join('\n') || 'no findings'}`,
      );
      assert.equal(found.severity, code === 'deploy/unresolved' ? 'error' : findingCodes[code].severity);
      assert.ok(found.line >= 1 && found.column >= 1 && found.file !== '', 'it has a place');
      const names = placeholdersOf(code);
      assert.deepEqual(
        names.filter((name) => `${found.message} ${found.hint ?? ''}`.includes(name)),
        [],
        'every name in its texts is filled in',
      );
    });
  }
});

/** `{name}` in the texts of a code. */
function placeholdersOf(code: FindingCode): string[] {
  const { message, advice = '' }: { message: string; advice?: string } = findingCodes[code];
  return [...`${message} ${advice}`.matchAll(/\{\w+\}/g)].map(([name]) => name);
}
