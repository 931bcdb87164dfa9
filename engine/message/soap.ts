import { serializeXml, XmlElement, xmlElement } from '../xml/index.js';

/** Versions of SOAP; plain bodies stand in a 1.1 envelope. */
export type SoapVersion = '1.1' | '1.2';

/** Of the elements of a SOAP 1.1 envelope. */
export const SOAP11_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
/** Of the elements of a SOAP 1.2 envelope. */
export const SOAP12_NAMESPACE = 'http://www.w3.org/2003/05/soap-envelope';

/** The namespace of a version's envelope. */
export function soapNamespace(version: SoapVersion): string {
  return version === '1.2' ? SOAP12_NAMESPACE : SOAP11_NAMESPACE;
}

/** The version of an envelope element; undefined when the element is none. */
export function envelopeVersion(element: XmlElement): SoapVersion | undefined {
  if (element.localName !== 'Envelope') return undefined;
  if (element.namespaceURI === SOAP11_NAMESPACE) return '1.1';
  return element.namespaceURI === SOAP12_NAMESPACE ? '1.2' : undefined;
}

/** An envelope with an empty header and body, prefix `soapenv`. */
export function emptyEnvelope(version: SoapVersion = '1.1'): XmlElement {
  const namespace = soapNamespace(version);
  const header = new XmlElement(namespace, 'Header', 'soapenv');
  const envelope = xmlElement(namespace, 'soapenv:Envelope', header, new XmlElement(namespace, 'Body', 'soapenv'));
  envelope.declareNamespace('soapenv', namespace);
  return envelope;
}

/** The body of an envelope; one is added where it is missing. */
export function bodyOf(envelope: XmlElement): XmlElement {
  const present = envelope.child(envelope.namespaceURI, 'Body');
  if (present) return present;
  const added = new XmlElement(envelope.namespaceURI, 'Body', envelope.prefix);
  envelope.append(added);
  return added;
}

/** The header of an envelope, undefined when it has none. */
export function headerOf(envelope: XmlElement): XmlElement | undefined {
  return envelope.child(envelope.namespaceURI, 'Header') ?? undefined;
}

/** The header of an envelope; one is added in front where it is missing. */
export function headerFor(envelope: XmlElement): XmlElement {
  const present = headerOf(envelope);
  if (present) return present;
  const added = new XmlElement(envelope.namespaceURI, 'Header', envelope.prefix);
  envelope.insertBefore(added, envelope.firstChild);
  return added;
}

/** Whether an element is a SOAP fault of either version. */
export function isSoapFault(element: XmlElement | undefined | null): boolean {
  return (
    element?.localName === 'Fault' &&
    (element.namespaceURI === SOAP11_NAMESPACE || element.namespaceURI === SOAP12_NAMESPACE)
  );
}

/** The envelope in the other version: header blocks and payload move over, a fault is rewritten. Takes the tree apart. */
export function convertEnvelope(envelope: XmlElement, version: SoapVersion): XmlElement {
  if (envelopeVersion(envelope) === version) return envelope;
  const converted = emptyEnvelope(version);
  for (const declaration of envelope.declarations) {
    if (declaration.prefix !== 'soapenv') converted.declareNamespace(declaration.prefix, declaration.uri);
  }
  for (const block of headerOf(envelope)?.elements() ?? []) headerFor(converted).append(block);
  const body = bodyOf(converted);
  for (const child of bodyOf(envelope).childNodes) {
    body.append(child.nodeType === 1 && isSoapFault(child) ? convertFault(child, version) : child);
  }
  return converted;
}

function convertFault(fault: XmlElement, version: SoapVersion): XmlElement {
  return version === '1.2' ? fault11To12(fault) : fault12To11(fault);
}

function fault11To12(fault: XmlElement): XmlElement {
  const code = textOf(fault, 'faultcode').replace(/^.*:/, '');
  const mapped = { Client: 'Sender', Server: 'Receiver' }[code] ?? code;
  const part = (name: string, ...content: Parameters<typeof xmlElement>[2][]) =>
    xmlElement(SOAP12_NAMESPACE, `soapenv:${name}`, ...content);
  const reason = part('Text', textOf(fault, 'faultstring'));
  reason.setAttribute('lang', 'en', 'http://www.w3.org/XML/1998/namespace', 'xml');
  const converted = part('Fault', part('Code', part('Value', `soapenv:${mapped}`)), part('Reason', reason));
  const actor = partOf(fault, 'faultactor');
  if (actor) converted.append(part('Role', actor.textContent));
  appendDetail(converted, part('Detail'), partOf(fault, 'detail'));
  return converted;
}

function fault12To11(fault: XmlElement): XmlElement {
  const code = partOf(fault, 'Code')?.firstElement()?.textContent.replace(/^.*:/, '') ?? 'Server';
  const mapped = { Sender: 'Client', Receiver: 'Server' }[code] ?? code;
  const converted = xmlElement(
    SOAP11_NAMESPACE,
    'soapenv:Fault',
    xmlElement('', 'faultcode', `soapenv:${mapped}`),
    xmlElement('', 'faultstring', partOf(fault, 'Reason')?.firstElement()?.textContent ?? ''),
  );
  const role = partOf(fault, 'Role');
  if (role) converted.append(xmlElement('', 'faultactor', role.textContent));
  appendDetail(converted, xmlElement('', 'detail'), partOf(fault, 'Detail'));
  return converted;
}

function appendDetail(fault: XmlElement, detail: XmlElement, source: XmlElement | undefined): void {
  if (!source) return;
  for (const child of source.childNodes) detail.append(child);
  fault.append(detail);
}

/** A part of a fault by its local name: senders differ in its namespace. */
function partOf(fault: XmlElement, name: string): XmlElement | undefined {
  return fault.elements().find(({ localName }) => localName === name);
}

function textOf(fault: XmlElement, name: string): string {
  return partOf(fault, name)?.textContent ?? '';
}

/** What a REST client gets in place of a SOAP fault: `<Exception>` with the detail (its elements or text), else the reason. */
export function restFault(fault: XmlElement): XmlElement {
  const exception = new XmlElement('', 'Exception');
  const detail = partOf(fault, 'detail') ?? partOf(fault, 'Detail');
  if (detail?.firstChild) {
    for (const child of detail.childNodes) exception.append(child.clone());
    return exception;
  }
  exception.textContent = textOf(fault, 'faultstring') || (partOf(fault, 'Reason')?.textContent ?? '');
  return exception;
}

/** An envelope as XML; an empty header is left out, as the reference does. */
export function envelopeText(envelope: XmlElement): string {
  const header = headerOf(envelope);
  if (!header || header.firstChild) return serializeXml(envelope);
  const shortened = envelope.clone();
  headerOf(shortened)?.remove();
  return serializeXml(shortened);
}
