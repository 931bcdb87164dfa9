import {
  type CompiledExpression,
  Fault,
  JsonData,
  type Message,
  parseXml,
  valueText,
  type XmlElement,
  xmlElement,
} from '../../engine/kit.js';

/** What the gathered messages give: an array of JSON values, or an element with XML in it. */
export type GatheredResult = JsonData | XmlElement;

/**
 * Puts what an expression gives in each message into an array.
 * @param strict something that is no JSON is a fault; otherwise its text is taken
 */
export function gatherJson(expression: CompiledExpression, messages: readonly Message[], strict: boolean): JsonData {
  return new JsonData(
    messages.map((message) => {
      // The other languages have no result that is more than text.
      const value = expression.language === 'synapse' ? expression.value(message) : undefined;
      if (value instanceof JsonData) return value.value;
      const text = valueText(value);
      if (!strict && text !== null) return text;
      throw new Fault(`Error evaluating expression: ${expression.source}`);
    }),
  );
}

/** Puts what an expression gives in each message, read as XML, into an element without a namespace. */
export function gatherXml(expression: CompiledExpression, messages: readonly Message[], name: string): XmlElement {
  const whole = xmlElement('', name);
  for (const message of messages) whole.append(elementOf(expression, message));
  return whole;
}

function elementOf(expression: CompiledExpression, message: Message): XmlElement {
  try {
    const root = parseXml(expression.string(message) ?? '').documentElement;
    if (root) return root;
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown;
  }
  throw new Fault(`Error reading XML element: ${expression.source}`);
}
