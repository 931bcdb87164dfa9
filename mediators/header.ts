import {
  attribute,
  CONTINUE,
  defineMediator,
  type Expression,
  enumKind,
  expressionKind,
  Fault,
  literalKind,
  type Message,
  parseXml,
  type Run,
  textKind,
  XmlElement,
} from '../engine/kit.js';

const ADDRESSING = ['To', 'From', 'Action', 'FaultTo', 'ReplyTo', 'RelatesTo'] as const;
type Addressing = (typeof ADDRESSING)[number];

export default defineMediator({
  element: 'header',
  summary: 'Sets or removes a transport header, an address of the message, or a SOAP header block.',
  attributes: {
    name: attribute(
      textKind,
      'HTTP header; or To, From, Action, FaultTo, ReplyTo, RelatesTo; or prefix:name of a SOAP header block.',
    ),
    value: attribute(literalKind, 'Literal value.'),
    expression: attribute(expressionKind(), 'Expression that gives the value.'),
    scope: attribute(enumKind(['default', 'transport']), '`transport` is an HTTP header.', { default: 'default' }),
    action: attribute(enumKind(['set', 'remove']), '`remove` takes the header away.', { default: 'set' }),
    type: attribute(enumKind(['STRING', 'OM']), 'OM parses the value of a SOAP header block as XML.', {
      default: 'STRING',
    }),
  },
  body: 'content',
  contentAware: ({ scope, expression }) => scope === 'default' || (expression?.contentAware ?? false),
  example: `<header name="Authorization" scope="transport" expression="fn:concat('Bearer ', $ctx:token)"/>`,
  check({ name, value, expression, scope, action, body, element, place }, report) {
    const at = element.attribute('name')?.place ?? place;
    if (name === undefined) {
      if (body.elements().length === 0)
        report.add('grammar/missing-one-of', place, { names: 'name, a header element inside' });
      return;
    }
    if (name.trim() === '') report.add('mediator/invalid', at, { reason: 'The name must not be empty.' });
    if (action === 'set' && value === undefined && !expression) {
      report.add('grammar/missing-one-of', place, { names: 'value, expression' });
    }
    if (value !== undefined && expression) {
      report.add('grammar/losing-alternative', element.attribute('expression')!.place, {
        name: 'expression',
        winner: 'value',
      });
    }
    if (scope === 'default') checkSoapName(name);

    function checkSoapName(soapName: string): void {
      const [prefix, local] = soapName.split(':');
      if (local !== undefined && element.namespaces.has(prefix)) return;
      if (local === undefined && (ADDRESSING as readonly string[]).includes(soapName)) return;
      const reason = `Invalid SOAP header: ${soapName} specified at the header mediator. All SOAP headers must be namespace qualified.`;
      report.add('mediator/invalid', at, { reason }, 'For an HTTP header add scope="transport".');
    }
  },
  compile({ name, value, expression, scope, action, type, body, element }) {
    if (name === undefined) return addBlocks(body.elements().map((child) => child.toLight()));
    const text = textSource(value, expression);
    if (scope === 'transport') return transportHeader(name, action, text);
    if ((ADDRESSING as readonly string[]).includes(name)) return address(name as Addressing, action, text);
    const [prefix, local] = name.split(':');
    const namespace = element.namespaces.get(prefix) ?? '';
    if (action === 'remove') return removeBlocks(namespace, local);
    return (message) => {
      message.addSoapHeader(block(prefix, namespace, local, text(message), type === 'OM'));
      return CONTINUE;
    };
  },
});

type Text = (message: Message) => string | null;

function textSource(value: string | undefined, expression: Expression | undefined): Text {
  if (value !== undefined) return () => value;
  return (message) => expression?.string(message) ?? null;
}

function transportHeader(name: string, action: 'set' | 'remove', text: Text): Run {
  if (action === 'remove') {
    return (message) => {
      message.headers.delete(name);
      return CONTINUE;
    };
  }
  return (message) => {
    const value = text(message);
    if (value === null)
      message.services.log.warn(`The value of the transport header ${name} is unset; it is sent empty`);
    message.headers.set(name, value ?? '');
    return CONTINUE;
  };
}

function address(name: Addressing, action: 'set' | 'remove', text: Text): Run {
  const field = `${name[0].toLowerCase()}${name.slice(1)}` as Uncapitalize<Addressing>;
  return (message) => {
    message[field] = action === 'remove' ? undefined : (text(message) ?? '');
    return CONTINUE;
  };
}

function addBlocks(blocks: readonly XmlElement[]): Run {
  return (message) => {
    for (const each of blocks) message.addSoapHeader(each.clone());
    return CONTINUE;
  };
}

function removeBlocks(namespace: string, local: string): Run {
  return (message) => {
    for (const each of message.soapHeader?.elements() ?? []) {
      if (each.localName === local && each.namespaceURI === namespace) each.remove();
    }
    return CONTINUE;
  };
}

function block(prefix: string, namespace: string, local: string, text: string | null, asXml: boolean): XmlElement {
  const element = new XmlElement(namespace, local, prefix);
  if (!asXml) {
    element.textContent = text ?? '';
    return element;
  }
  try {
    element.append(parseXml(text ?? '').documentElement!);
  } catch (thrown) {
    throw new Fault(`The value of the header ${local} is not well-formed XML`, { cause: thrown });
  }
  return element;
}
