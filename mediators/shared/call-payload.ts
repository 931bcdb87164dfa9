import {
  attribute,
  compileDynamic,
  compileExpression,
  enumKind,
  Fault,
  JsonData,
  JsonNumber,
  JsonObject,
  type Load,
  type Message,
  type MessageContent,
  type Shape,
  textContext,
  textKind,
  type Value,
  type ValuesOf,
  valueText,
  XmlElement,
} from '../../engine/kit.js';

/** `<source>` of call: what is sent instead of the body (mediators-flow sheet 11). */
export const callSourceShape = {
  attributes: {
    type: attribute(textKind, 'custom (a path), inline, property, body.', { default: 'custom' }),
    contentType: attribute(textKind, 'Content type that is sent, and in which the answer is read.'),
  },
  body: 'content',
} as const satisfies Shape;

/** `<target>` of call: where the answer goes. */
export const callTargetShape = {
  attributes: {
    type: attribute(enumKind(['property', 'body', 'variable']), 'Where the answer goes.', { default: 'body' }),
  },
  body: 'text',
} as const satisfies Shape;

/** Puts the source's payload into the message. */
export type CallSource = (message: Message) => void;

/** Keeps what the message held, and puts it back when the answer has been stored. */
export interface CallTarget {
  before(message: Message): MessageContent | undefined;
  after(message: Message, saved: MessageContent): void | Promise<void>;
}

/** Compiles the source; undefined when the body is sent as it is. */
export function compileSource(
  source: ValuesOf<typeof callSourceShape>,
  _targeted: boolean,
  load: Load,
): CallSource | undefined {
  const value = sourceValue(source, load);
  if (!value) return undefined;
  return (message) => {
    // Without contentType the message's own type counts, message by message; the reference keeps the very first one.
    const contentType =
      source.contentType ?? valueText(message.getProperty('axis2', 'messageType')) ?? 'application/xml';
    setPayload(message, value(message), contentType);
  };
}

function sourceValue(source: ValuesOf<typeof callSourceShape>, load: Load): ((message: Message) => Value) | undefined {
  const text = source.body.text().trim();
  switch (source.type) {
    case 'custom': {
      const expression = compileExpression(source.body.text(), textContext(source.body, load.report), {
        xpath: true,
        jsonpath: true,
      });
      return (message) => expression?.string(message) ?? '';
    }
    case 'inline': {
      const child = source.body.elements()[0]?.toLight();
      return child ? () => child.clone() : () => text;
    }
    case 'property':
      return (message) => message.getProperty('default', text) ?? '';
    default:
      return undefined;
  }
}

function setPayload(message: Message, value: Value, contentType: string): void {
  if (value instanceof XmlElement) message.setXml(value.clone());
  else if (value instanceof JsonData) message.setJson(value);
  else if (/json/i.test(contentType)) message.setJson(valueText(value) ?? '');
  else if (/^text\/plain/i.test(contentType)) message.setText(valueText(value) ?? '');
  else message.setXmlText(valueText(value) ?? '');
  message.setProperty('axis2', 'messageType', contentType);
}

/** Compiles the target. */
export function compileTarget(
  target: ValuesOf<typeof callTargetShape>,
  source: ValuesOf<typeof callSourceShape> | undefined,
  load: Load,
): CallTarget {
  const name = compileDynamic(target.body.trim(), textContext(target.element, load.report));
  // With an explicit source type="body" the answer stays the body as well (mediators-flow sheet 11).
  const restores = source?.type !== 'body' && target.type !== 'body';
  return {
    before: (message) => message.saveContent(),
    after(message, saved) {
      if (target.type === 'body') return undefined;
      const building = message.built ? undefined : message.build();
      return building ? building.then(() => store(message, saved)) : store(message, saved);
    },
  };

  function store(message: Message, saved: MessageContent): void {
    const key = name?.string(message);
    if (!key) throw new Fault('The target of the call has no name');
    const contentType = source?.contentType ?? valueText(saved.messageType ?? null) ?? '';
    if (target.type === 'property') message.setProperty('default', key, asProperty(contentType, message));
    else message.variables.set(key, asVariable(contentType, message));
    if (restores) message.restoreContent(saved);
  }
}

/**
 * The answer as the content type that was sent has it, whatever its own is: JSON as text, text, else XML (mediators-flow
 * sheet 11).
 */
function asProperty(contentType: string, message: Message): Value {
  if (/json/i.test(contentType)) return message.jsonFormText() ?? '';
  if (/^text\/plain/i.test(contentType)) return message.text ?? message.jsonText ?? '';
  return message.payload?.clone() ?? '';
}

/** `{payload, headers, attributes: {statusCode}}`, as expressions read it; JSON as a value. */
function asVariable(contentType: string, message: Message): Value {
  const json = /json/i.test(contentType) ? message.jsonForm() : undefined;
  const payload: Value = json === undefined ? asProperty(contentType, message) : new JsonData(json);
  const status = valueText(message.getProperty('axis2', 'HTTP_SC')) ?? '0';
  return new Map<string, Value>([
    ['payload', payload],
    ['headers', new JsonData(JsonObject.of(message.headers.entries()))],
    ['attributes', new JsonData(JsonObject.of([['statusCode', new JsonNumber(status)]]))],
  ]);
}
