import {
  artifactsOf,
  attribute,
  type CompiledExpression,
  expressionKind,
  Fault,
  type Message,
  nameKind,
  type Shape,
  textKind,
  type ValuesOf,
  XmlElement,
} from '../../engine/kit.js';

const ENVELOPE = 'envelope';

/** `<source>` of callout (mediators-flow sheet 11). */
export const calloutSourceShape = {
  attributes: {
    type: attribute(textKind, '`envelope`: the whole message.'),
    xpath: attribute(expressionKind({ xpath: true }), 'The element that is sent as the body.'),
    key: attribute(nameKind, 'Property of the default scope, local entry or registry resource with that element.'),
  },
  firstOf: [['xpath'], ['key']],
  firstOfRequired: ({ type }) => type !== ENVELOPE,
} as const satisfies Shape;

/** `<target>` of callout. */
export const calloutTargetShape = {
  attributes: {
    xpath: attribute(expressionKind({ xpath: true }), 'The node that the first element of the answer replaces.'),
    key: attribute(nameKind, 'Property of the default scope that takes that element.'),
  },
  firstOf: [['xpath'], ['key']],
} as const satisfies Shape;

/** Puts what the source selects in the message into the copy that is sent. Throws Fault. */
export function compileCalloutSource({ type, xpath, key }: ValuesOf<typeof calloutSourceShape>) {
  if (type === ENVELOPE) return undefined;
  return (message: Message, copy: Message): void => {
    // JSON goes out as it is, whatever the source says.
    if (message.heldJson) return;
    copy.setXml((xpath ? selected(xpath, message) : stored(key!, message)).clone());
  };
}

function selected(xpath: CompiledExpression, message: Message): XmlElement {
  const [first] = itemsOf(xpath, message);
  if (first instanceof XmlElement) return first;
  throw new Fault(`The evaluation of the XPath expression : ${xpath.source} did not result in an OMElement`);
}

function stored(key: string, message: Message): XmlElement {
  const value = message.getProperty('default', key) ?? artifactsOf(message).entry(key);
  if (value instanceof XmlElement) return value;
  throw new Fault(`The property : ${key} is not an OMElement`);
}

function itemsOf(xpath: CompiledExpression, message: Message): readonly unknown[] {
  return xpath.language === 'xpath' ? xpath.items(message) : [];
}

/** Puts the answer, which the copy has become, into the message. Throws Fault. */
export function putAnswer(
  message: Message,
  answer: Message,
  target: ValuesOf<typeof calloutTargetShape> | undefined,
): void {
  putBody(message, answer, target);
  putHead(message, answer);
}

function putBody(message: Message, answer: Message, target: ValuesOf<typeof calloutTargetShape> | undefined): void {
  const json = answer.heldJson;
  if (json) message.holdJson(json);
  else if (target?.xpath) replaceNode(message, target.xpath, answer);
  else if (target) message.setProperty('default', target.key!, answer.payload?.clone() ?? null);
  else message.replaceEnvelope(answer.envelope);
}

function replaceNode(message: Message, xpath: CompiledExpression, answer: Message): void {
  const [node] = itemsOf(xpath, message);
  if (!(node instanceof XmlElement)) {
    throw new Fault(`Evaluation of target XPath expression : ${xpath.source} did not yeild an OMNode`);
  }
  const { payload } = answer;
  if (!payload) throw new Fault(`The answer has no element to replace ${xpath.source} with`);
  message.adoptXmlView();
  node.replaceWith(payload.clone());
}

/** The status; headers and types only on request. */
function putHead(message: Message, answer: Message): void {
  message.axis2.set('HTTP_SC', answer.axis2.get('HTTP_SC') ?? null);
  if (message.properties.get('BLOCKING_SENDER_PRESERVE_REQ_HEADERS') !== 'false') return;
  message.headers = answer.headers;
  for (const name of ['messageType', 'ContentType']) message.axis2.set(name, answer.axis2.get(name) ?? null);
}
