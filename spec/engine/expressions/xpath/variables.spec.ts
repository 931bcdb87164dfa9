import assert from 'node:assert/strict';
import { Fault } from '../../../../engine/errors/index.js';
import type { Services, Value } from '../../../../engine/message/index.js';
import { compile, double, int, type MessageSetting, messageFor, om, order, type Prefixes, textOf } from './setting.js';

const services: Partial<Services> = {
  systemProperty: (name) => (name === 'user.dir' ? '/home/x' : undefined),
  environment: (name) => (name === 'HOME' ? '/root' : undefined),
  fileProperty: (name) => (name === 'key' ? 'fv' : undefined),
  config: (name) => (name === 'limit' ? int(3) : undefined),
  registry: {
    text: (path) => (path === 'conf:/a.txt' ? 'content' : undefined),
    value: () => undefined,
    property: (path, name) => (path === 'conf:/a.txt' && name === 'owner' ? 'me' : undefined),
    put: () => {},
    putProperty: () => {},
  },
};

const setting: MessageSetting = {
  body: order,
  path: '/svc?a==b&c=1=2&=x&&plain&A=again&p=%C3%BC%2B+',
  headers: { 'X-Name': 'first' },
  services,
  properties: {
    p: 'v',
    m: new Map<string, Value>([
      ['k', double(1)],
      ['e', om('<x/>')],
      ['n', null],
    ]),
    body: 'mine',
  },
  axis2: { own: 'a', shared: 'own' },
  axis2Client: { shared: 'client', client: 'c' },
  operation: { shared: 'op', op: 'o' },
  variables: { v: 'variable', n: int(1) },
  transport: { typed: int(4) },
};

/** Expression and text; null = unset. */
const rows: readonly (readonly [expression: string, text: string | null])[] = [
  ['$axis2:own', 'a'],
  ['$axis2:shared', 'own'],
  ['$axis2:client', 'c'],
  ['$axis2:op', 'o'],
  ['$axis2:none', null],
  ['$operation:shared', 'op'],
  ['$operation:own', null],
  ['$trp:x-NAME', 'first'],
  ['$trp:typed', '4'],
  ['$trp:none', null],
  ['$var:v', 'variable'],
  ['$var:n', '1'],
  ['$var:none', null],
  ['$sys:user.dir', '/home/x'],
  ['$sys:none', ''],
  ['$config:limit', '3'],
  ['$url:a', ''],
  ['$url:c', '1'],
  ['$url:plain', ''],
  ['$url:p', 'ü+ '],
  ['$m:k', '1.0'],
  ['$m:e', '<x/>'],
  ['$ctx:m', ''],
  ['count($body/order)', '1.0'],
  ['local-name($ctx:body)', 'Body'],
  ["get-property('body')", 'mine'],
  ['local-name($env)', 'Envelope'],
  ['local-name($header)', 'Header'],
  ["get-property('axis2','shared')", 'own'],
  ["get-property('operation','op')", 'o'],
  ["get-property('transport','X-NAME')", 'first'],
  ["get-property('transport','none')", null],
  ["get-property('system','user.dir')", '/home/x'],
  ["get-property('env','HOME')", '/root'],
  ["get-property('file','key')", 'fv'],
  ["get-property('file','none')", ''],
  ["get-property('registry','conf:/a.txt')", 'content'],
  ["get-property('registry','conf:/a.txt@owner')", 'me'],
  ["get-property('registry','conf:/none')", ''],
  ["get-property('axis2-client','shared')", null],
  ["get-property('trace','p','yyyy')", ''],
  ["get-property('default','p','yyyy')", 'v'],
  ['get-property($ctx:none)', ''],
  ["get-property(//n, 'p')", null],
  ["get-property(concat('def','ault'), 'p')", 'v'],
  ["get-property('To')", '/svc?a==b&c=1=2&=x&&plain&A=again&p=%C3%BC%2B+'],
  ["get-property('Action')", ''],
  ["get-property('SYSTEM_TIME')", '1706720829005'],
  ["get-property('SYSTEM_DATE', \"yyyy.MM.dd'T'SSS\")", '2024.01.31T005'],
];

describe('XPath: variables and properties', () => {
  for (const [expression, text] of rows) {
    it(`${expression} is ${JSON.stringify(text)}`, () => assert.equal(textOf(expression, setting), text));
  }

  for (const [expression, prefixes] of [
    ['$foo', {}],
    ['$foo:bar', {}],
    ['$p:x', {}],
    ['$m:none', {}],
    ['$m:n', {}],
    ['$SYSTEM:HOME', {}],
    ['$ctx:p', { ctx: 'urn:ctx' }],
    ['$func:p', {}],
    ["get-property('func','p')", {}],
  ] as readonly (readonly [string, Prefixes])[]) {
    it(`${expression} faults`, () => assert.throws(() => textOf(expression, setting, prefixes), Fault));
  }

  it('gives empty text for a header when the header map is gone', () => {
    const message = messageFor(setting);
    message.removeProperty('axis2', 'TRANSPORT_HEADERS');
    assert.equal(compile("get-property('transport','X-Name')").string(message), '');
    assert.equal(compile('$trp:X-Name').string(message), null);
  });

  it('reads parameters of the innermost template', () => {
    const message = messageFor({ body: order, template: { p: 'outer', q: 'hidden' } });
    message.templateParameters.push(new Map<string, Value>([['p', om('<a><b>1</b></a>')]]));
    assert.equal(compile('$func:p/b').string(message), '1');
    assert.equal(compile("get-property('func','p')//b").string(message), '1');
    assert.equal(compile('$func:q').string(message), null);
    assert.equal(compile("get-property('func','q')").string(message), null);
    message.templateParameters.pop();
    assert.equal(compile('$func:p').string(message), 'outer');
  });

  it('evaluates a deferred parameter over the envelope of each use', () => {
    const message = messageFor({ body: order, properties: { path: '//n', p: 'v' } });
    const deferred = (expression: string) => {
      const parameter = compile(expression).deferred(message);
      message.templateParameters.push(new Map([['p', parameter as unknown as Value]]));
    };
    deferred('//n');
    assert.equal(compile('$func:p').string(message), '5');
    assert.equal(compile("concat($func:p, '!')").string(message), '5!');
    assert.equal(compile('count($func:p)').string(message), '1.0');
    assert.equal(compile("get-property('func','p')").string(message), '5');
    deferred("concat($body//n, '')");
    assert.equal(compile('$func:p').string(message), '5');
    deferred("base64Encode('a')");
    assert.equal(compile('$func:p').string(message), null, 'functions of the message do not exist');
    assert.equal(compile("get-property('func','p')").string(message), 'YQ==');
    deferred("get-property('path')");
    assert.equal(compile('$func:p').string(message), '5', 'get-property is read at the call');
    deferred('$ctx:p');
    assert.throws(() => compile('$func:p').string(message), Fault);
    assert.throws(() => deferred("get-property('p') = "), /compiles/);
    message.properties.set('path', '1 +');
    assert.throws(() => deferred("get-property('path')"), Fault);
  });
});
