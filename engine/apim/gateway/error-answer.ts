import { Headers, JavaNumber, type Message, SOAP11_NAMESPACE } from '../../message/index.js';
import { after, type Outcome, STOP } from '../../run/index.js';
import { type XmlElement, xmlElement } from '../../xml/index.js';
import type { Profile } from '../setup.js';

/** An answer of the gateway's own in the place of a backend's. */
export interface ErrorAnswer {
  readonly status: number;
  /** What the body says, in order; the first one is the code. */
  readonly fields: readonly (readonly [name: string, text: string])[];
  /** Of the XML form, with its prefix. */
  readonly namespace: readonly [prefix: string, uri: string];
  /** What callers get that speak SOAP. */
  readonly soap: { readonly code: 'Client' | 'Server'; readonly reason: string };
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** Answers a request, and ends its flow. */
export function answerError(message: Message, error: ErrorAnswer, profile: Profile): Outcome | Promise<Outcome> {
  const accept = message.headers.get('Accept');
  const { axis2, exchange } = message;
  message.discardBody();
  message.headers = new Headers(error.headers ?? []);
  for (const name of ['NO_ENTITY_BODY', 'SC_ACCEPTED', 'HTTP_SC_DESC', 'FAULT_MESSAGE']) axis2.delete(name);
  axis2.set('HTTP_SC', new JavaNumber('int', error.status));
  if (!message.rest) writeSoap(message, error);
  else if (profile === '1.x' || profile === '3.x') writeNegotiated(message, error, accept);
  else writeJson(message, Object.fromEntries(error.fields), 'application/json');
  message.to = undefined;
  message.isResponse = true;
  exchange.ending = 'respond';
  return after(exchange.respond(message), () => STOP);
}

function writeJson(message: Message, body: unknown, type: string): void {
  message.setJson(JSON.stringify(body));
  message.setProperty('axis2', 'messageType', type);
}

/** Types that a caller up to 3.x gets when it accepts exactly one of them. */
const negotiable: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/html',
  'application/xml',
  'text/xml',
  'application/soap+xml',
  'text/plain',
  'application/json',
  'application/json/badgerfish',
  'text/javascript',
]);
const jsonTypes: ReadonlySet<string> = new Set(['application/json', 'application/json/badgerfish', 'text/javascript']);

function writeNegotiated(message: Message, error: ErrorAnswer, accept: string | undefined): void {
  const type = accept !== undefined && negotiable.has(accept) ? accept : 'application/xml';
  if (jsonTypes.has(type)) {
    const [[name, code] = ['code', ''], ...others] = error.fields;
    writeJson(message, { fault: { [name]: Number(code), ...Object.fromEntries(others) } }, type);
    return;
  }
  // The text formatter writes no elements.
  if (type === 'text/plain') message.setText(error.fields.map(([name, text]) => `${name}: ${text}`).join('\n'));
  else message.setXml(faultElement(error));
  // No formatter writes HTML by its name.
  message.setProperty('axis2', 'messageType', type === 'text/html' ? 'application/xml' : type);
  message.axis2.set('ContentType', type);
}

function faultElement({ fields, namespace: [prefix, uri] }: ErrorAnswer): XmlElement {
  const children = fields.map(([name, text]) => xmlElement(uri, `${prefix}:${name}`, text));
  return xmlElement(uri, `${prefix}:fault`, ...children);
}

function writeSoap(message: Message, { fields, soap }: ErrorAnswer): void {
  const description = fields.find(([name]) => name === 'description')?.[1] ?? '';
  const fault = xmlElement(
    SOAP11_NAMESPACE,
    'soapenv:Fault',
    xmlElement('', 'faultcode', `soapenv:${soap.code}`),
    xmlElement('', 'faultstring', soap.reason),
    xmlElement('', 'detail', description),
  );
  const body = xmlElement(SOAP11_NAMESPACE, 'soapenv:Body', fault);
  message.replaceEnvelope(xmlElement(SOAP11_NAMESPACE, 'soapenv:Envelope', body));
  message.setProperty('axis2', 'messageType', 'text/xml');
}
