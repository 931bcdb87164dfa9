import {
  type ArtifactElement,
  attribute,
  CONTINUE,
  defineMediator,
  type Expression,
  enumKind,
  expressionKind,
  type Message,
  one,
  type Report,
  textKind,
  XmlElement,
  XmlText,
} from '../engine/kit.js';

const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';
const CODES = {
  soap11: { namespace: SOAP11, names: ['VersionMismatch', 'MustUnderstand', 'Client', 'Server'] },
  soap12: {
    namespace: SOAP12,
    names: ['VersionMismatch', 'MustUnderstand', 'DataEncodingUnknown', 'Sender', 'Receiver'],
  },
} as const;

const valueShape = {
  attributes: {
    value: attribute(textKind, 'Literal value.'),
    expression: attribute(expressionKind({ xpath: true }), 'XPath that gives the value.'),
  },
} as const;

export default defineMediator({
  element: 'makefault',
  summary: 'Turns the body into a SOAP fault, or into a plain <Exception>.',
  attributes: {
    version: attribute(enumKind(['soap11', 'soap12', 'pox']), 'Form of the fault.', { default: 'soap11' }),
    response: attribute(enumKind(['true', 'false']), 'Whether the message becomes a response.', { default: 'true' }),
  },
  children: {
    code: one(valueShape, 'Fault code, prefix:name with the namespace of the SOAP version.'),
    reason: one(valueShape, 'Text for people.'),
    node: one({ body: 'text' }, 'URI of the node; SOAP 1.2 only.'),
    role: one({ body: 'text' }, 'URI of the role.'),
    detail: one(
      {
        attributes: { expression: attribute(expressionKind({ xpath: true }), 'XPath whose nodes become the detail.') },
        body: 'content',
      },
      'Details: an expression, child elements, or text.',
    ),
  },
  contentAware: true,
  example: `<makefault version="soap11">
  <code xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" value="soap:Server"/>
  <reason value="The backend does not answer"/>
</makefault>`,
  check({ version, code, reason, node, role, element, place }, report) {
    if (node && !element.attribute('version')) {
      report.add('mediator/invalid', node.place, { reason: 'A fault with a node needs the attribute version.' });
    }
    for (const uri of [node, role]) {
      if (uri && !isUri(uri.body)) {
        report.add('mediator/invalid', uri.place, { reason: `Invalid URI specified for fault ${uri.element.name}` });
      }
    }
    if (version !== 'pox' && !code) report.add('grammar/missing-element', place, { name: 'code' });
    if (version !== 'pox' && !reason) report.add('grammar/missing-element', place, { name: 'reason' });
    for (const each of [code, reason]) {
      if (each && each.value === undefined && !each.expression) {
        report.add('grammar/missing-one-of', each.place, { names: 'value, expression' });
      }
    }
    if (code?.value !== undefined) checkCode(code.value, version === 'pox' ? 'soap12' : version, code.element, report);
  },
  compile({ version, response, code, reason, node, role, detail }) {
    const text = (source: { value?: string; expression?: Expression } | undefined) => (message: Message) =>
      source?.value ?? source?.expression?.string(message) ?? '';
    const reasonText = text(reason);
    const codeText = text(code);
    const detailNodes = detailSource(detail);
    const codePrefixes = code?.element.namespaces ?? new Map<string, string>();
    const build = version === 'pox' ? pox : version === 'soap12' ? soap12 : soap11;
    const exceptionText = (detail && detailText(detail.body, detail.expression)) ?? reasonText;
    return (message) => {
      build(message);
      if (response === 'true') {
        message.isResponse = true;
        message.to = message.replyTo;
      }
      return CONTINUE;
    };

    function pox(message: Message): void {
      const exception = new XmlElement('', 'Exception');
      exception.textContent = exceptionText(message);
      message.setXml(exception);
      message.setProperty('axis2', 'FAULT_MESSAGE', 'TRUE');
    }

    function soap11(message: Message): void {
      const fault = new XmlElement(SOAP11, 'Fault', 'soapenv');
      const [name, prefix] = qualified(codeText(message));
      const faultcode = textElement('', 'faultcode', prefix ? `${prefix}:${name}` : name);
      if (prefix) faultcode.declareNamespace(prefix, codePrefixes.get(prefix) ?? SOAP11);
      fault.append(faultcode);
      fault.append(textElement('', 'faultstring', reasonText(message)));
      if (role) fault.append(textElement('', 'faultactor', role.body));
      if (detail) fault.append(withChildren(new XmlElement('', 'detail'), detailNodes(message)));
      replaceBody(message, fault, SOAP11);
    }

    function soap12(message: Message): void {
      const fault = new XmlElement(SOAP12, 'Fault', 'soapenv');
      const [name] = qualified(codeText(message));
      const value = textElement(SOAP12, 'Value', `soapenv:${name}`, 'soapenv');
      fault.append(withChildren(new XmlElement(SOAP12, 'Code', 'soapenv'), [value]));
      const reasonElement = textElement(SOAP12, 'Text', reasonText(message), 'soapenv');
      reasonElement.setAttribute('lang', 'en', 'http://www.w3.org/XML/1998/namespace', 'xml');
      fault.append(withChildren(new XmlElement(SOAP12, 'Reason', 'soapenv'), [reasonElement]));
      if (node) fault.append(textElement(SOAP12, 'Node', node.body, 'soapenv'));
      if (role) fault.append(textElement(SOAP12, 'Role', role.body, 'soapenv'));
      if (detail) fault.append(withChildren(new XmlElement(SOAP12, 'Detail', 'soapenv'), detailNodes(message)));
      replaceBody(message, fault, SOAP12);
    }
  },
});

function checkCode(code: string, version: 'soap11' | 'soap12', element: ArtifactElement, report: Report): void {
  const [name, prefix] = qualified(code);
  const { namespace, names } = CODES[version];
  const at = element.attribute('value')!.place;
  if (prefix === '' || !element.namespaces.has(prefix)) {
    report.add('mediator/invalid', at, { reason: `The prefix of the fault code ${code} is not declared.` });
  } else if (element.namespaces.get(prefix) !== namespace) {
    const reason = `Invalid namespace in fault code for ${version} version. Namespace should be corrected as ${namespace}.`;
    report.add('mediator/invalid', at, { reason });
  } else if (!(names as readonly string[]).includes(name)) {
    const reason = `Invalid code value for ${version} version. Code value has to be one of the following : ${names.join(', ')}`;
    report.add('mediator/invalid', at, { reason });
  }
}

/** Local name and prefix of a code; codes of an expression may come as `{namespace}name` too. */
function qualified(code: string): readonly [name: string, prefix: string] {
  const colon = code.lastIndexOf(code.includes('}') ? '}' : ':');
  return colon < 0 ? [code, ''] : [code.slice(colon + 1), code.includes('}') ? '' : code.slice(0, colon)];
}

function textElement(namespace: string, name: string, text: string, prefix = ''): XmlElement {
  const element = new XmlElement(namespace, name, prefix);
  element.textContent = text;
  return element;
}

function withChildren(parent: XmlElement, nodes: readonly (XmlElement | XmlText)[]): XmlElement {
  for (const each of nodes) parent.append(each);
  return parent;
}

type Detail = { readonly expression?: Expression | undefined; readonly body: ArtifactElement } | undefined;

function detailSource(detail: Detail): (message: Message) => (XmlElement | XmlText)[] {
  if (!detail) return () => [];
  const { expression, body } = detail;
  if (expression) {
    return (message) => {
      const nodes = (expression.nodes(message) as readonly unknown[]).filter((node) => node instanceof XmlElement);
      return nodes.length > 0 ? nodes.map((node) => node.clone()) : [new XmlText(expression.string(message) ?? '')];
    };
  }
  const children = body.elements().map((child) => child.toLight());
  if (children.length > 0) return () => children.map((child) => child.clone());
  return () => [new XmlText(body.text())];
}

/** What a detail says in a plain <Exception>; undefined when it holds elements, which are not used there. */
function detailText(
  body: ArtifactElement,
  expression: Expression | undefined,
): ((message: Message) => string) | undefined {
  if (expression) return (message) => expression.string(message) ?? '';
  return body.elements().length > 0 ? undefined : () => body.text();
}

/** Whether a text is a URI to Java: no blanks and no characters that must be escaped. */
function isUri(text: string): boolean {
  return /^(?:[^\s"<>\\^`{|}%]|%[\da-f]{2})*$/i.test(text);
}

/** A new envelope with the fault; the header blocks of the old one are kept. */
function replaceBody(message: Message, fault: XmlElement, namespace: string): void {
  const envelope = new XmlElement(namespace, 'Envelope', 'soapenv');
  const blocks = message.soapHeader?.elements() ?? [];
  if (blocks.length > 0) {
    envelope.append(
      withChildren(
        new XmlElement(namespace, 'Header', 'soapenv'),
        blocks.map((block) => block.clone()),
      ),
    );
  }
  envelope.append(withChildren(new XmlElement(namespace, 'Body', 'soapenv'), [fault]));
  message.relatesTo = message.messageId;
  message.to = message.faultTo ?? message.replyTo;
  message.replaceEnvelope(envelope);
}
