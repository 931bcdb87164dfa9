import assert from 'node:assert/strict';
import { JavaNumber, type Message, valueText } from '../../../engine/message/index.js';
import { receive, type TestRequest } from './test-exchange.js';

const json: TestRequest = { headers: { 'Content-Type': 'application/json' }, body: '{}' };

describe('reading properties', () => {
  const cases: {
    name: string;
    request?: TestRequest;
    set?(message: Message): void;
    scope: string;
    key: string;
    text: string | null;
  }[] = [
    { name: 'the clock', scope: 'axis2', key: 'SYSTEM_TIME', text: '1704067200000' },
    { name: 'To is path and query', request: { path: '/a?b=1' }, scope: 'default', key: 'To', text: '/a?b=1' },
    { name: 'an absent address is empty', scope: 'default', key: 'ReplyTo', text: '' },
    {
      name: 'a computed name hides a property',
      set: (message) => message.properties.set('Action', 'mine'),
      scope: 'default',
      key: 'Action',
      text: '',
    },
    {
      name: 'Action comes from SOAPAction without its quotes',
      request: { headers: { 'Content-Type': 'text/xml', SOAPAction: '"urn:x"' }, body: '<e/>' },
      scope: 'default',
      key: 'Action',
      text: 'urn:x',
    },
    { name: 'FAULT is empty', request: json, scope: 'default', key: 'FAULT', text: '' },
    {
      name: 'FAULT after a failed call',
      set: (message) => message.axis2.set('FAULT_MESSAGE', 'TRUE'),
      scope: 'default',
      key: 'FAULT',
      text: 'TRUE',
    },
    { name: 'MESSAGE_FORMAT of REST', request: json, scope: 'default', key: 'MESSAGE_FORMAT', text: 'pox' },
    {
      name: 'MESSAGE_FORMAT of SOAP 1.1',
      request: { headers: { 'Content-Type': 'text/xml', SOAPAction: '' }, body: '<e/>' },
      scope: 'default',
      key: 'MESSAGE_FORMAT',
      text: 'soap11',
    },
    {
      name: 'MESSAGE_FORMAT of SOAP 1.2',
      request: { headers: { 'Content-Type': 'application/soap+xml' }, body: '<e/>' },
      scope: 'default',
      key: 'MESSAGE_FORMAT',
      text: 'soap12',
    },
    {
      name: 'a local entry stands in for a default property',
      request: { localEntries: { host: 'h' } },
      scope: 'default',
      key: 'host',
      text: 'h',
    },
    {
      name: 'axis2 falls back to the client options',
      set: (message) => message.axis2Client.set('x', 'c'),
      scope: 'axis2',
      key: 'x',
      text: 'c',
    },
    {
      name: 'axis2 falls back to the operation',
      set: (message) => message.operation.set('x', 'o'),
      scope: 'axis2',
      key: 'x',
      text: 'o',
    },
    { name: 'header in any case', request: json, scope: 'transport', key: 'content-TYPE', text: 'application/json' },
    { name: 'missing header', scope: 'transport', key: 'X', text: null },
    { name: 'registry resource', request: { resources: { 'gov:a': 'A' } }, scope: 'registry', key: 'gov:a', text: 'A' },
    {
      name: 'registry property',
      request: { resources: { 'gov:a@p': 'P' } },
      scope: 'registry',
      key: 'gov:a@p',
      text: 'P',
    },
    { name: 'missing registry resource', scope: 'registry', key: 'gov:none', text: '' },
    { name: 'system property', scope: 'system', key: 'user.name', text: 'tester' },
    { name: 'missing system property', scope: 'system', key: 'nope', text: '' },
    { name: 'environment', scope: 'env', key: 'HOME', text: '/home/tester' },
    { name: 'file property', scope: 'file', key: 'limit', text: '5' },
    {
      name: 'parameter of the innermost template',
      set: (message) => message.templateParameters.push(new Map([['p', 'out']]), new Map([['p', 'in']])),
      scope: 'func',
      key: 'p',
      text: 'in',
    },
    { name: 'unknown scope', scope: 'synapse', key: 'x', text: null },
  ];
  for (const { name, request, set, scope, key, text } of cases) {
    it(name, () => {
      const { message } = receive(request);
      set?.(message);
      assert.equal(valueText(message.getProperty(scope, key)), text);
    });
  }
});

describe('setting properties', () => {
  it('keeps the old default value when the new one is null', () => {
    const { message } = receive();
    message.setProperty('default', 'a', 'old');
    message.setProperty('default', 'a', null);
    assert.equal(message.getProperty('default', 'a'), 'old');
  });

  for (const scope of ['axis2', 'operation', 'axis2-client']) {
    it(`clears a value of ${scope} with null`, () => {
      const { message } = receive();
      message.setProperty(scope, 'a', 'old');
      message.setProperty(scope, 'a', null);
      assert.equal(message.getProperty(scope, 'a'), undefined);
    });
  }

  it('makes an empty header of null', () => {
    const { message } = receive();
    message.setProperty('transport', 'X-A', null);
    assert.equal(message.headers.get('X-A'), '');
  });

  it('sets ContentType and the header with messageType', () => {
    const { message } = receive({ headers: { 'content-type': 'application/xml' }, body: '<a/>' });
    message.setProperty('axis2', 'messageType', 'application/json');
    assert.equal(message.axis2.get('ContentType'), 'application/json');
    assert.deepEqual(message.headers.entries(), [['content-type', 'application/json']]);
  });

  it('sets no header with messageType once the headers are gone', () => {
    const { message } = receive({ headers: { 'Content-Type': 'application/xml' }, body: '<a/>' });
    message.removeProperty('axis2', 'TRANSPORT_HEADERS');
    message.setProperty('axis2', 'messageType', 'application/json');
    assert.deepEqual(message.headers.entries(), []);
  });

  it('gives up the automatic 202 with RESPONSE, whatever its value', () => {
    const { message } = receive();
    message.setProperty('default', 'RESPONSE', 'false');
    assert.equal(message.operation.get('RESPONSE_WRITTEN'), 'SKIP');
  });

  const directions: [property: string | boolean | undefined, flag: boolean, response: boolean][] = [
    [undefined, false, false],
    [undefined, true, true],
    ['TRUE', false, true],
    ['false', true, false],
    ['yes', true, false],
    [true, false, false],
  ];
  for (const [property, flag, response] of directions) {
    it(`RESPONSE ${property} over the flag ${flag} is ${response ? 'a response' : 'a request'}`, () => {
      const { message } = receive();
      message.isResponse = flag;
      if (property !== undefined) message.setProperty('default', 'RESPONSE', property);
      assert.equal(message.isResponse, response);
    });
  }

  it('keeps a typed header out of what is sent', () => {
    const { message } = receive();
    message.setProperty('transport', 'X-N', new JavaNumber('int', 5));
    assert.equal(valueText(message.getProperty('transport', 'X-N')), '5');
    assert.deepEqual(message.headers.entries(), []);
  });

  it('writes to the registry', () => {
    const { message } = receive();
    message.setProperty('registry', 'gov:a', 'A');
    assert.equal(message.getProperty('registry', 'gov:a'), 'A');
    message.setProperty('registry', 'gov:a@p', 'P');
    assert.equal(message.getProperty('registry', 'gov:a@p'), 'P');
    assert.equal(message.getProperty('registry', 'gov:a'), '', 'a property empties its resource');
    assert.throws(() => message.setProperty('registry', 'gov:a', null), { name: 'Fault' });
  });

  it('sets system properties, but not to null', () => {
    const set: Record<string, string> = {};
    const { message } = receive();
    Object.assign(message.services, { setSystemProperty: (name: string, value: string) => (set[name] = value) });
    message.setProperty('system', 'a', true);
    message.setProperty('system', 'b', null);
    assert.deepEqual(set, { a: 'true' });
  });
});
