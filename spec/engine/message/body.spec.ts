import assert from 'node:assert/strict';
import { JsonData, JsonNumber, JsonObject, type Message } from '../../../engine/message/index.js';
import { parseXml, serializeXml, xmlElement } from '../../../engine/xml/index.js';
import { receive } from './test-exchange.js';

const jsonMessage = (body = '{ "a" : [1] }') => {
  const { message } = receive({ headers: { 'Content-Type': 'application/json' }, body });
  message.build();
  return message;
};
const soapMessage = () => {
  const xml =
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><h xmlns="urn:h">1</h></s:Header><s:Body><q/></s:Body></s:Envelope>';
  const { message } = receive({ headers: { 'Content-Type': 'text/xml', SOAPAction: '' }, body: xml });
  message.build();
  return message;
};
const bodyXml = (message: Message) => message.soapBody.elements().map(serializeXml).join('');

describe('JSON that is held', () => {
  it('gives its view once, and the same one again', () => {
    const message = jsonMessage();
    assert.equal(message.payload, message.payload);
    assert.equal(message.payload?.localName, 'jsonObject');
  });

  it('stays the truth when its view is changed in place', () => {
    const message = jsonMessage();
    message.payload!.clear();
    assert.equal(message.jsonText, '{ "a" : [1] }');
  });

  it('gives way to another first element', () => {
    const message = jsonMessage();
    message.payload!.replaceWith(xmlElement('', 'q', 'x'));
    assert.equal(message.jsonText, undefined);
    assert.equal(message.jsonFormText(), '{"q":"x"}');
  });

  it('stays when the body has no element at all', () => {
    const message = jsonMessage();
    message.payload!.remove();
    assert.equal(message.jsonText, '{ "a" : [1] }');
  });

  it('is made anew from its view when that is adopted', () => {
    const message = jsonMessage('{"a":1}');
    message.payload!.append(xmlElement('', 'b', '2'));
    message.adoptXmlView();
    assert.equal(message.jsonText, undefined);
    assert.equal(message.jsonFormText(), '{"a":1,"b":2}');
  });

  it('is replaced as text, its view with it', () => {
    const message = jsonMessage();
    assert.equal(bodyXml(message), '<jsonObject><a>1</a></jsonObject>');
    message.setJson('[2]');
    assert.equal(message.jsonText, '[2]');
    assert.equal(bodyXml(message), '<jsonArray><jsonElement>2</jsonElement></jsonArray>');
  });

  it('is replaced as a tree', () => {
    const message = jsonMessage();
    message.setJson(new JsonData(JsonObject.of([['n', new JsonNumber('1.50')]])));
    assert.equal(message.jsonText, '{"n":1.50}');
    assert.equal(bodyXml(message), '<jsonObject><n>1.50</n></jsonObject>');
  });

  for (const text of ['not json', '', ' ', '5']) {
    it(`takes ${JSON.stringify(text)} ${text === 'not json' ? 'as a fault, and stays' : 'as it is'}`, () => {
      const message = jsonMessage();
      if (text === 'not json') {
        assert.throws(() => message.setJson(text), { name: 'Fault', message: 'Payload is not a JSON string.' });
        assert.equal(message.jsonText, '{ "a" : [1] }');
      } else {
        message.setJson(text);
        assert.equal(message.jsonText, text);
      }
    });
  }

  it('counts as a payload without being parsed, blank text does not', () => {
    assert.equal(jsonMessage('{"malformed":').hasPayload, true);
    assert.equal(jsonMessage(' ').hasPayload, false);
  });
});

describe('the envelope', () => {
  it('keeps its header when the payload is replaced', () => {
    const message = soapMessage();
    message.setXml(xmlElement('', 'p'));
    assert.equal(message.soapHeader?.firstElement()?.localName, 'h');
    assert.equal(bodyXml(message), '<p/>');
  });

  it('is all new when the body is emptied', () => {
    const message = soapMessage();
    message.emptyBody();
    assert.equal(message.soapHeader?.firstElement(), null);
    assert.equal(message.payload, undefined);
  });

  it('takes header blocks beside those of the same name', () => {
    const message = soapMessage();
    message.addSoapHeader(xmlElement('urn:h', 'h', '2'));
    message.addSoapHeader(xmlElement('urn:h', 'g'));
    const blocks = message.soapHeader!.elements().map((block) => `${block.localName}=${block.ownText()}`);
    assert.deepEqual(blocks, ['h=1', 'h=2', 'g=']);
  });

  it('takes a header block without parsing JSON', () => {
    const message = jsonMessage('{"malformed":');
    message.addSoapHeader(xmlElement('urn:h', 'g'));
    assert.equal(message.soapHeader?.firstElement()?.localName, 'g');
    assert.equal(message.jsonText, '{"malformed":');
  });

  it('is replaced as a whole, its version with it', () => {
    const message = soapMessage();
    const soap12 = parseXml(
      '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><z/></e:Body></e:Envelope>',
    );
    message.replaceEnvelope(soap12.documentElement!);
    assert.equal(message.soapVersion, '1.2');
    assert.equal(bodyXml(message), '<z/>');
  });

  it('tells a SOAP fault', () => {
    const message = soapMessage();
    assert.equal(message.hasSoapFault, false);
    message.setXml(xmlElement('http://schemas.xmlsoap.org/soap/envelope/', 's:Fault'));
    assert.equal(message.hasSoapFault, true);
  });
});

describe('texts as bodies', () => {
  it('are elements of their own', () => {
    const message = jsonMessage();
    message.setText('a');
    assert.equal(message.text, 'a');
    assert.equal(message.jsonText, undefined);
  });

  it('of XML are parsed when they are read', () => {
    const message = jsonMessage();
    message.setXmlText('<a><b></a>');
    assert.throws(() => message.payload, { name: 'Fault', parsing: 'bare' });
  });
});

describe('copies', () => {
  it('have a body, maps and an id of their own, and share the operation', () => {
    const message = soapMessage();
    const element = xmlElement('', 'v');
    message.setProperty('default', 'x', element);
    message.variables.set('y', element);
    message.setProperty('axis2', 'z', '1');
    message.axis2Client.set('c', '1');
    const copy = message.copy();
    message.payload!.append(xmlElement('', 'late'));
    message.setProperty('axis2', 'z', '2');
    message.headers.set('X-Late', '1');
    message.operation.set('o', '1');
    assert.equal(bodyXml(copy), '<q/>');
    assert.equal(copy.document?.documentElement, copy.envelope);
    assert.notEqual(copy.getProperty('default', 'x'), element);
    assert.notEqual(copy.variables.get('y'), element);
    assert.equal(copy.getProperty('axis2', 'z'), '1');
    assert.equal(copy.getProperty('axis2', 'c'), '1');
    assert.equal(copy.headers.has('X-Late'), false);
    assert.equal(copy.operation.get('o'), '1');
    assert.notEqual(copy.messageId, message.messageId);
    assert.equal(copy.to, message.to);
    assert.equal(copy.rest, message.rest);
  });

  it('hold the same JSON, with a view of their own', () => {
    const message = jsonMessage();
    assert.equal(bodyXml(message), '<jsonObject><a>1</a></jsonObject>');
    const copy = message.copy();
    message.payload!.replaceWith(xmlElement('', 'q'));
    assert.equal(copy.jsonText, '{ "a" : [1] }');
    assert.notEqual(copy.payload, message.payload);
  });

  it('keep unread bytes', () => {
    const { message } = receive({ headers: { 'Content-Type': 'application/json' }, body: '{}' });
    const copy = message.copy();
    copy.build();
    assert.equal(copy.jsonText, '{}');
    assert.equal(message.built, false);
  });

  it('are what a message becomes', () => {
    const message = jsonMessage();
    const copy = message.copy();
    copy.setJson('[7]');
    copy.setProperty('default', 'x', '1');
    copy.setProperty('axis2', 'HTTP_SC', '201');
    message.setProperty('default', 'gone', '1');
    message.become(copy);
    assert.equal(message.jsonText, '[7]');
    assert.deepEqual([message.properties.get('x'), message.properties.has('gone')], ['1', false]);
    assert.equal(message.axis2.get('HTTP_SC'), '201');
    assert.equal(message.messageId, copy.messageId);
  });

  it('put content back', () => {
    const message = jsonMessage();
    const saved = message.saveContent();
    message.setXml(xmlElement('', 'other'));
    message.setProperty('axis2', 'messageType', 'application/xml');
    message.headers.set('X', '1');
    message.restoreContent(saved);
    assert.equal(message.jsonText, '{ "a" : [1] }');
    assert.equal(message.axis2.get('messageType'), 'application/json');
    assert.equal(message.headers.has('X'), false);
  });
});
