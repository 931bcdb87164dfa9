import { Fault, type Message, XmlElement, type XPathExpression } from '../../engine/kit.js';
import type { JoinedBody } from './join-parts.js';

/**
 * Joins what the path gives in each message (default: the payload) to one body. The first message's body is the base of
 * it; its matches take the place of what is around them as soon as others join them.
 * @param joined a copy of the first message, which gets the result
 * @param enclosing takes all elements of the body in at last
 */
export function joinXml(
  expression: XPathExpression | undefined,
  [, ...others]: readonly Message[],
  joined: Message,
  enclosing?: XmlElement,
): JoinedBody {
  const body = joined.soapBody;
  if (others.length > 0) liftMatches(matchesIn(joined, expression), body);
  for (const part of others) append(part, expression, body);
  if (enclosing) {
    const whole = enclosing.clone();
    for (const element of body.elements()) whole.append(element);
    body.append(whole);
  }
  joined.adoptXmlView();
  return {
    putInto() {},
    putIntoLast: (message) => message.replaceEnvelope(joined.envelope.clone()),
  };
}

function matchesIn(message: Message, expression: XPathExpression | undefined): readonly unknown[] {
  if (expression) return expression.items(message);
  return message.payload ? [message.payload] : [];
}

/** Matches that stand further down become the body, and the payload around the first one goes. */
function liftMatches(matches: readonly unknown[], body: XmlElement): void {
  const elements = matches.filter((match) => match instanceof XmlElement);
  const wrapper = elements.length > 0 ? wrapperOf(elements[0]!, body) : undefined;
  if (!wrapper) return;
  for (const element of elements) body.append(element);
  wrapper.remove();
}

/** The payload around an element; undefined for a payload itself and for what is not in the body. */
function wrapperOf(element: XmlElement, body: XmlElement): XmlElement | undefined {
  let inner = element;
  for (let outer = element.parentNode; outer !== null; outer = outer.parentNode) {
    if (outer === body) return inner === element ? undefined : inner;
    if (!(outer instanceof XmlElement)) return undefined;
    inner = outer;
  }
  return undefined;
}

/** Moves the matches of a message into the body. Throws Fault when there are none. */
function append(part: Message, expression: XPathExpression | undefined, body: XmlElement): void {
  const { envelope } = part;
  const matches = matchesIn(part, expression);
  if (matches.length === 0 || matches.includes(envelope)) {
    throw new Fault(`Error evaluating expression: ${expression?.source ?? 'the first child of the body'}`);
  }
  for (const match of matches) if (match instanceof XmlElement) body.append(match);
}
