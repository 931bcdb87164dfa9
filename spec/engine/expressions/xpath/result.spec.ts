import assert from 'node:assert/strict';
import { Fault } from '../../../../engine/errors/index.js';
import { parseXml } from '../../../../engine/xml/index.js';
import {
  compile,
  double,
  float,
  int,
  json,
  long,
  type MessageSetting,
  messageFor,
  om,
  order,
  textOf,
} from './setting.js';

const envelope = (body: string): string =>
  `<?xml version='1.0' encoding='utf-8'?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">` +
  `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

const spaced: MessageSetting = {
  body: '<r a="1" b="2"> <x> one </x> <y>\u00a0two\u00a0</y><z> a &amp; b </z><w> k <v k=" k "> k </v></w><!--c--><?p d?></r>',
};

const typed: MessageSetting = {
  properties: {
    i: int(7),
    l: long(9007199254740993n),
    d: double(2),
    f: float(1.1),
    map: new Map([['k', 'v']]),
    fault: new Fault('broken'),
    om: om('<a>  text </a>'),
    list: om('<a><b> 1 </b><b/></a>').elements(),
    j: json('{"a": [1, null]}'),
  },
};

/** Setting, expression, text. */
const rows: readonly (readonly [what: string, setting: MessageSetting, expression: string, text: string | null])[] = [
  ['several elements: own text trimmed inside the markup', spaced, '//x | //y', '<x>one</x><y>two</y>'],
  ['trimming leaves escaped text alone', spaced, '//x | //z', '<x>one</x><z> a &amp; b </z>'],
  ['trimming hits every place with the same letters', spaced, '//w | //x', '<x>one</x><w>k<v k="k">k</v></w>'],
  ['one element: no-break spaces are blanks', spaced, '//y', 'two'],
  ['blank own text: markup', { body: '<r> <a/> </r>' }, '//r', '<r> <a/> </r>'],
  ['attributes: values joined', spaced, '//r/@a | //r/@b', '12'],
  ['texts: joined, untrimmed', spaced, '//x/text() | //z/text()', ' one  a & b '],
  ['node() over elements: markup', spaced, '//w/node()[2]', '<v k="k">k</v>'],
  ['node() anywhere in the text counts', spaced, "//x[. != 'node()']", '<x>one</x>'],
  ['comment and instruction: empty', spaced, '//comment() | //processing-instruction()', ''],
  ['a lone comment: empty', spaced, '//comment()', ''],
  ['namespace nodes: empty', spaced, '//x/namespace::*', ''],
  ['/ is the envelope with a declaration', { body: '<a/>' }, '/', envelope('<a/>')],
  ['. is the envelope with a declaration', { body: '<a/>' }, '.', envelope('<a/>')],
  ['$env too', { body: '<a/>' }, '$env', envelope('<a/>')],
  [
    '$body is markup',
    { body: '<a/>' },
    '$body',
    '<soapenv:Body xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><a/></soapenv:Body>',
  ],
  ['Integer', typed, '$ctx:i', '7'],
  ['Long keeps its digits', typed, '$ctx:l', '9007199254740993'],
  ['Long in string() is a double', typed, 'string($ctx:l)', '9007199254740992'],
  ['Double', typed, '$ctx:d', '2.0'],
  ['Double is a number', typed, '$ctx:d + 1', '3.0'],
  ['Float', typed, '$ctx:f', '1.1'],
  ['Float in string() shows its real value', typed, 'string($ctx:f)', '1.100000023841858'],
  ['map', typed, '$ctx:map', ''],
  ['exception', typed, '$ctx:fault', ''],
  ['JSON', typed, '$ctx:j', '{"a":[1,null]}'],
  ['JSON is empty text to functions', typed, "concat('<', $ctx:j, '>')", '<>'],
  ['XML property: its text', typed, '$ctx:om', 'text'],
  ['node list', typed, '$ctx:list', '<b>1</b><b/>'],
  ['an element of a property is not a node-set, its children are', typed, 'count($ctx:list)', '2.0'],
  ['a parent that is not there', {}, '..', null],
  ['NaN', {}, '0 div 0', 'NaN'],
  ['Infinity', {}, '-1 div 0', '-Infinity'],
  ['negative zero', {}, '-0', '-0.0'],
  ['negative zero in string()', {}, 'string(-0)', '0'],
  ['long decimals in string()', {}, 'string(1 div 3000000000)', '0.0000000003333333333333333'],
  ['large numbers in string()', {}, 'string(1000000 * 1000000 * 1000000 * 1000000)', '1000000000000000000000000'],
  ['untrimmed text', {}, "'  a '", '  a '],
];

describe('XPath: results', () => {
  for (const [what, setting, expression, text] of rows) {
    it(`${what}: ${expression}`, () => assert.equal(textOf(expression, setting), text));
  }

  it('shows the document of a SOAP message as the envelope', () => {
    const soap = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a/></s:Body></s:Envelope>';
    const setting = { body: soap, type: 'text/xml', headers: { SOAPAction: 'urn:x' } };
    const ns = { s: 'http://schemas.xmlsoap.org/soap/envelope/' };
    assert.equal(textOf('/', setting, ns), `<?xml version='1.0' encoding='utf-8'?>${soap}`);
    assert.equal(textOf('count(/s:Envelope/s:Body/a)', setting, ns), '1.0');
    assert.equal(textOf('count(/s:Body)', setting, ns), '0.0');
  });

  it('has no document above plain XML', () => {
    const ns = { s: 'http://schemas.xmlsoap.org/soap/envelope/' };
    assert.equal(textOf('count(/s:Envelope)', { body: order }, ns), '0.0');
    assert.equal(textOf('count(/s:Body/order)', { body: order }, ns), '1.0');
  });

  it('reads JSON through its XML form', () => {
    const setting = { body: '{"a":{"b":[1,2]},"c":"x"}', type: 'application/json' };
    assert.equal(textOf('//c', setting), 'x');
    assert.equal(textOf('count(//a/b)', setting), '2.0');
    assert.equal(textOf('local-name($body/*)', setting), 'jsonObject');
  });

  it('hands a template parameter the first item in its own kind', () => {
    const message = messageFor({ body: order, ...typed });
    const value = (expression: string) => compile(expression).value(message);
    const element = value('//nest');
    assert.ok(element !== null && typeof element === 'object' && 'localName' in element);
    assert.equal(element.localName, 'nest');
    assert.equal(value('//item/@sku'), 'a');
    assert.equal(value('//item/text()'), 'one');
    assert.deepEqual(value('1 + 1'), double(2));
    assert.equal(value('true()'), true);
    assert.equal(value("'t'"), 't');
    assert.equal(value('//missing'), undefined);
    assert.equal(value('$ctx:missing'), undefined);
    assert.deepEqual(value('$ctx:i'), int(7));
  });

  it('gives nodes to consumers that want several', () => {
    const message = messageFor({ body: order, ...typed });
    const names = (expression: string) =>
      compile(expression)
        .nodes(message)
        .map((node) => node.nodeName);
    assert.deepEqual(names('//item'), ['item', 'item']);
    assert.deepEqual(names('//n/node()'), ['#text']);
    assert.deepEqual(names('$ctx:om'), ['a']);
    assert.deepEqual(names('$ctx:list'), ['b', 'b']);
    assert.deepEqual(names("'text'"), []);
    assert.deepEqual(names('//item/@sku'), []);
    assert.deepEqual(
      compile('//item/@sku')
        .items(message)
        .map((item) => item.nodeValue),
      ['a', 'b'],
    );
  });

  it('passes a fault of the body on as it is', () => {
    const message = messageFor({ body: '<a><b></a>' });
    assert.throws(
      () => compile('//b').string(message),
      (error: unknown) => error instanceof Fault && !error.message.startsWith('Evaluation of'),
    );
  });

  it('names expression, reason and place in a fault', () => {
    assert.throws(
      () => textOf('$nope'),
      (error: unknown) => {
        assert.ok(error instanceof Fault);
        assert.equal(error.message, 'Evaluation of the XPath expression $nope resulted in an error');
        assert.equal(error.detail, `${error.message}: there is no variable $nope`);
        assert.deepEqual(error.place, { file: 'flow.xml', line: 1, column: 1 });
        return true;
      },
    );
  });

  it('does not touch the body when the expression does not ask for it', () => {
    const message = messageFor({ body: '<a><b></a>', properties: { p: 'v' } });
    assert.equal(compile("concat($ctx:p, get-property('p'))").string(message), 'vv');
    assert.equal(compile("$ctx:p = 'v'").boolean(message), true);
  });

  it('keeps no message', () => {
    const expression = compile('//item[2]');
    const elements = expression.nodes(messageFor({ body: order }));
    assert.equal(elements.length, 1);
    assert.notEqual(parseXml(order).documentElement, elements[0]);
    assert.deepEqual(expression.nodes(messageFor({ body: '<other/>' })), []);
  });
});
