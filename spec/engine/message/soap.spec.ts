import assert from 'node:assert/strict';
import { convertEnvelope, envelopeVersion, type SoapVersion } from '../../../engine/message/index.js';
import { parseXml, sameXml, serializeXml } from '../../../engine/xml/index.js';

const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
const envelope = (namespace: string, body: string) =>
  `<s:Envelope xmlns:s="${namespace}"><s:Header><h xmlns="urn:h"/></s:Header><s:Body>${body}</s:Body></s:Envelope>`;

describe('SOAP versions', () => {
  const cases: [name: string, from: string, to: SoapVersion, expected: string][] = [
    ['a payload moves over', envelope(soap11, '<q a="1">x</q>'), '1.2', envelope(soap12, '<q a="1">x</q>')],
    ['and back', envelope(soap12, '<q/>'), '1.1', envelope(soap11, '<q/>')],
    ['the same version stays', envelope(soap11, '<q/>'), '1.1', envelope(soap11, '<q/>')],
    [
      'a 1.1 fault',
      envelope(
        soap11,
        '<s:Fault><faultcode>s:Server</faultcode><faultstring>boom</faultstring><faultactor>a</faultactor><detail><d/></detail></s:Fault>',
      ),
      '1.2',
      envelope(
        soap12,
        '<s:Fault><s:Code><s:Value>soapenv:Receiver</s:Value></s:Code><s:Reason><s:Text xml:lang="en">boom</s:Text></s:Reason><s:Role>a</s:Role><s:Detail><d/></s:Detail></s:Fault>',
      ),
    ],
    [
      'a 1.2 fault',
      envelope(
        soap12,
        '<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en">boom</s:Text></s:Reason><s:Detail>d</s:Detail></s:Fault>',
      ),
      '1.1',
      envelope(
        soap11,
        '<s:Fault><faultcode>soapenv:Client</faultcode><faultstring>boom</faultstring><detail>d</detail></s:Fault>',
      ),
    ],
  ];
  for (const [name, from, to, expected] of cases) {
    it(name, () => {
      const converted = convertEnvelope(parseXml(from).documentElement!, to);
      assert.equal(envelopeVersion(converted), to);
      assert.deepEqual(sameXml(serializeXml(converted), expected), { same: true });
    });
  }
});
