import assert from 'node:assert/strict';
import { type CompiledArtifact, compileArtifacts } from '../../../engine/compile/index.js';
import { Report } from '../../../engine/errors/index.js';
import { compileOptions } from '../../../engine/index.js';
import { parseArtifact, XmlElement } from '../../../engine/xml/index.js';
import { ns } from './deployed.js';

/** Compiles a root element; `NS` stands for the namespace of Synapse. */
function compile(xml: string): CompiledArtifact[] {
  const root = parseArtifact(xml.replaceAll(/\bNS\b/g, ns), 'x.xml', new Report());
  assert.ok(root, xml);
  return compileArtifacts(root, compileOptions);
}

/** Codes of all findings, in order. */
function codesOf(xml: string): string[] {
  return compile(xml).flatMap(({ findings }) => findings.map(({ code }) => code));
}

const api = (attributes: string, resources = '<resource><inSequence/></resource>'): string =>
  `<api NS ${attributes}>${resources}</api>`;
const resource = (attributes: string): string => api('name="A" context="/a"', `<resource ${attributes}/>`);
const resources = (...attributes: string[]): string =>
  api('name="A" context="/a"', attributes.map((each) => `<resource ${each}/>`).join(''));
const bad = ['grammar/bad-value'];
const missing = ['grammar/missing-attribute'];
const template = ['expression/uri-template-syntax'];
const twice = ['deploy/duplicate-resource'];

const rows: readonly (readonly [what: string, xml: string, codes: readonly string[]])[] = [
  ['an API', api('name="A" context="/a" hostname="h" port="8243" transports="https" binds-to="default, other"'), []],
  ['an API without a name', api('context="/a"'), missing],
  ['an API with an empty name', api('name="" context="/a"'), bad],
  ['an API without a context', api('name="A"'), missing],
  ['an API whose context has no slash', api('name="A" context="a"'), bad],
  ['an API without resources', api('name="A" context="/a"', ''), ['grammar/missing-element']],
  ['a version in the path', api('name="A" context="/a" version="1" version-type="url"'), []],
  ['a version in the context', api('name="A" context="/a/{version}" version="1" version-type="context"'), []],
  ['a version without type', api('name="A" context="/a" version="1"'), missing],
  ['a version of another type', api('name="A" context="/a" version="1" version-type="header"'), bad],
  ['a type without version, which nobody reads', api('name="A" context="/a" version-type="none"'), []],
  ['a port that is no number', api('name="A" context="/a" port="x"'), bad],
  ['two transports', api('name="A" context="/a" transports="http https"'), bad],
  ['a definition to be published', api('name="A" context="/a" publishSwagger="gov:a.json"'), ['grammar/ignored']],
  [
    'a handler that is a Java class',
    api('name="A" context="/a"', '<handlers><handler class="com.example.H"/></handlers><resource/>'),
    ['deploy/missing-class'],
  ],
  [
    'the handler for cross-origin requests',
    api(
      'name="A" context="/a"',
      '<resource/><handlers><handler class="org.wso2.micro.integrator.security.handler.CORSRequestHandler"/></handlers>',
    ),
    ['deploy/handler-not-run'],
  ],
  ['methods', resource('methods="GET POST PUT DELETE OPTIONS HEAD PATCH"'), []],
  ['methods with two blanks between', resource('methods="GET  POST"'), bad],
  ['methods with a comma', resource('methods="GET,POST"'), bad],
  ['a method in lower case', resource('methods="get"'), bad],
  ['an empty list of methods', resource('methods=""'), bad],
  ['another protocol', resource('protocol="ws"'), bad],
  ['a content type', resource('content-type="application/json"'), []],
  ['a content type without a slash', resource('content-type="json"'), bad],
  ['a content type with two slashes', resource('content-type="a/b/c"'), bad],
  ['a pattern for the user agent', resource('user-agent=".*Firefox.*"'), []],
  ['a wrong pattern for the user agent', resource('user-agent="("'), ['expression/regex-syntax']],
  ['a template', resource('uri-template="/users/{id}/*"'), []],
  ['a template that starts with a variable', resource('uri-template="{a}"'), template],
  ['a template with a query operator', resource('uri-template="/a{?b}"'), template],
  ['a template with an open brace', resource('uri-template="/a/{b"'), template],
  ['a template beside a url-mapping, which wins', resource('url-mapping="/a" uri-template="{a}"'), []],
  ['an unknown attribute of a resource', resource('url-pattern="/a"'), ['grammar/unknown-attribute']],
  [
    'a resource bound to what its API is bound to',
    api('name="A" context="/a" binds-to="one, two"', '<resource binds-to="two"/>'),
    [],
  ],
  [
    'a resource bound to something else',
    api('name="A" context="/a" binds-to="one"', '<resource binds-to="one, two"/>'),
    bad,
  ],
  ['a resource bound where its API is not', resource('binds-to="one"'), bad],
  ['two methods of a template', resources('methods="GET" uri-template="/x"', 'methods="POST" uri-template="/x"'), []],
  [
    'a method of a template twice',
    resources('methods="GET PUT" uri-template="/x"', 'methods="PUT" uri-template="/x"'),
    twice,
  ],
  ['a template twice without methods, which is not noticed', resources('uri-template="/x"', 'uri-template="/x"'), []],
  ['two default resources, even of other methods', resources('methods="GET"', 'methods="POST"'), twice],
  [
    'mediators of a flow',
    api('name="A" context="/a"', '<resource><inSequence><nonsense/></inSequence></resource>'),
    ['grammar/unknown-mediator'],
  ],
  ['an empty resource', resource(''), []],

  ['a sequence', '<sequence NS name="s"/>', []],
  ['a sequence without a name', '<sequence NS/>', missing],
  ['a sequence with a key', '<sequence NS name="s" key="t"/>', ['grammar/key-on-definition']],

  ['an endpoint without a name', '<endpoint NS><address uri="http://h/"/></endpoint>', missing],
  ['an endpoint without a kind', '<endpoint NS name="e"/>', ['endpoint/invalid']],

  ['a template with a sequence', '<template NS name="t"><parameter name="p"/><sequence/></template>', []],
  ['a template with an endpoint', '<template NS name="t"><endpoint><default/></endpoint></template>', []],
  ['a template with neither', '<template NS name="t"/>', ['grammar/missing-element']],
  ['a template without a name', '<template NS><sequence/></template>', missing],
  ['a parameter without a name', '<template NS name="t"><parameter/><sequence/></template>', missing],

  ['an entry with text', '<localEntry NS key="k">text</localEntry>', []],
  ['an entry without a key', '<localEntry NS>text</localEntry>', missing],
  ['an entry to be loaded', '<localEntry NS key="k" src="file:x.xml"/>', ['deploy/entry-not-loaded']],

  ['a proxy', '<proxy NS name="p"><target><inSequence/></target></proxy>', []],
  ['a proxy without a target', '<proxy NS name="p"/>', ['grammar/missing-element']],
  [
    'a proxy that does nothing',
    '<proxy NS name="p"><target><outSequence/></target></proxy>',
    ['grammar/missing-one-of'],
  ],
  ['a proxy with an endpoint only', '<proxy NS name="p"><target endpoint="e"/></proxy>', []],
  [
    'a proxy with a WSDL',
    '<proxy NS name="p"><target endpoint="e"/><publishWSDL key="k"/></proxy>',
    ['grammar/ignored'],
  ],

  ['a registry', '<registry NS provider="org.example.R"/>', ['grammar/ignored']],
  ['an import', '<import NS name="http" package="org.wso2.carbon.connector" status="enabled"/>', []],
  ...['task', 'inboundEndpoint', 'messageProcessor', 'priorityExecutor', 'eventSource'].map(
    (element) => [`a ${element}`, `<${element} NS name="x"/>`, ['deploy/not-run']] as const,
  ),

  ['a message store', '<messageStore NS name="m"/>', ['deploy/store-not-emptied']],
  [
    'a message store in memory by its old name',
    '<messageStore NS name="m" class="org.apache.synapse.message.store.InMemoryMessageStore"/>',
    ['deploy/store-not-emptied'],
  ],
  [
    'a message store of a broker',
    '<messageStore NS name="m" class="org.apache.synapse.message.store.impl.jms.JmsStore"><parameter name="a">b</parameter></messageStore>',
    ['deploy/not-run'],
  ],
  ['a message store of another class', '<messageStore NS name="m" class="com.example.S"/>', ['deploy/missing-class']],
  ['a message store without a name', '<messageStore NS/>', missing],
  ['a message store with a parameter without a name', '<messageStore NS name="m"><parameter/></messageStore>', missing],

  ['an unknown root', '<sequences NS name="s"/>', ['grammar/unknown-root']],
  ['a mediator as root', '<log NS/>', ['grammar/unknown-root']],
  ['an artifact in no namespace', '<sequence name="s"/>', ['grammar/unknown-root']],
  [
    'definitions',
    '<definitions NS><description/><!-- --><sequence name="s"/><localEntry key="k">t</localEntry></definitions>',
    [],
  ],
  ['definitions with something else', '<definitions NS><log/></definitions>', ['deploy/misplaced-artifact']],
  ['definitions with a sequence by key', '<definitions NS><sequence key="s"/></definitions>', missing],
  [
    'definitions with two registries',
    '<definitions NS><registry provider="a"/><registry provider="b"/></definitions>',
    ['grammar/ignored', 'deploy/duplicate'],
  ],
];

describe('artifacts', () => {
  for (const [what, xml, codes] of rows) {
    it(`${what} ${codes.length === 0 ? 'is accepted' : `gives ${codes.join(', ')}`}`, () => {
      assert.deepEqual(codesOf(xml), codes);
    });
  }

  it('with errors have no product, but a name and a place', () => {
    const [{ product, name, element, place }] = compile('<api NS name="A" context="a"><resource/></api>');
    assert.deepEqual(
      { product, name, element, place },
      {
        product: undefined,
        name: 'A',
        element: 'api',
        place: { file: 'x.xml', line: 1, column: 1 },
      },
    );
  });

  it('of definitions stand on their own: a faulty one leaves the others alone', () => {
    const all = compile('<definitions NS><sequence name="a"><nonsense/></sequence><sequence name="b"/></definitions>');
    assert.deepEqual(
      all.map(({ name, product }) => [name, product !== undefined]),
      [
        ['a', false],
        ['b', true],
      ],
    );
  });

  const hints: readonly [xml: string, hint: string][] = [
    ['<sequense NS name="s"/>', 'Did you mean sequence?'],
    ['<sequence name="s"/>', 'Artifacts are in the namespace http://ws.apache.org/ns/synapse.'],
    ['<sequence NS name="s"><payloadfactory/></sequence>', 'Did you mean payloadFactory?'],
    [
      '<sequence NS name="s"><log xmlns=""/></sequence>',
      'Mediators are in the namespace http://ws.apache.org/ns/synapse.',
    ],
  ];
  for (const [xml, hint] of hints) {
    it(`${xml} is answered with: ${hint}`, () => {
      assert.equal(compile(xml)[0].findings[0].hint, hint);
    });
  }

  it('a mediator of the reference engine that is not here is no typing error', () => {
    assert.deepEqual(codesOf('<sequence NS name="s"><smooks/></sequence>'), ['grammar/unsupported-mediator']);
  });

  it('every mistake of a list is reported, in its order', () => {
    const found = compile(
      '<sequence NS name="s">\n<nonsense/>\n<switch source="a"><case/></switch>\n<property/>\n</sequence>',
    );
    assert.deepEqual(
      found[0].findings.map(({ line, code }) => `${line} ${code}`),
      ['2 grammar/unknown-mediator', '3 grammar/missing-attribute', '4 grammar/missing-attribute'],
    );
  });
});

describe('a local entry', () => {
  const value = (content: string): unknown => {
    const product = compile(`<localEntry NS key="k">${content}</localEntry>`)[0].product;
    return product?.kind === 'localEntry' ? product.value : undefined;
  };

  it('holds its text without the blanks around it', () => {
    assert.equal(value('\n  <![CDATA[{"a": 1}]]>\n'), '{"a": 1}');
  });

  it('holds its first element', () => {
    const held = value('<description>why</description> <a xmlns=""><b/></a> <c/>');
    assert.ok(held instanceof XmlElement);
    assert.equal(held.localName, 'a');
  });
});

describe('an API', () => {
  it('has its version in its name, and its context without slashes at the end', () => {
    const product = compile(api('name="A" context="/a/{version}//" version="1.0" version-type="context"'))[0].product;
    assert.ok(product?.kind === 'api');
    assert.deepEqual([product.name, product.value.context], ['A:v1.0', '/a/1.0']);
  });
});
