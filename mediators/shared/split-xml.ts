import { Fault, type Message, XmlElement, type XPathExpression } from '../../engine/kit.js';
import { type ItemCopies, splitFault } from './split-items.js';

/** How the items of an XML body get into their copies. */
export interface XmlSplit {
  readonly expression: XPathExpression;
  /** Where the item goes, in a body that keeps everything else; undefined: the item is the whole payload. */
  readonly attachPath: XPathExpression | undefined;
}

/**
 * Splits the XML of a message. The matches are taken out of a copy of the envelope; what remains of it is the frame of
 * each item's envelope. A path that gives no nodes gives no items.
 */
export function splitXml({ expression, attachPath }: XmlSplit, message: Message): ItemCopies {
  const work = message.copy();
  const items = itemsOf(expression, work);
  if (!attachPath) work.soapBody.clear();
  const frame = work.envelope;
  return {
    count: items.length,
    put(index, copy) {
      copy.replaceEnvelope(frame.clone());
      const place = attachPath ? placeFor(attachPath, copy) : copy.soapBody;
      place.append(items[index]!);
    },
  };
}

function itemsOf(expression: XPathExpression, work: Message): XmlElement[] {
  try {
    return takeElements(expression, work);
  } catch (thrown) {
    // What is wrong with the path or its result has its own text.
    throw thrown instanceof Fault && thrown.parsing ? splitFault(thrown) : thrown;
  }
}

/** Takes the elements that a path selects out of the message's envelope. Throws Fault for a node that is no element. */
export function takeElements(expression: XPathExpression, message: Message): XmlElement[] {
  const items = elementsAt(expression, message);
  message.adoptXmlView();
  for (const item of items) item.remove();
  return items;
}

/** The elements that a path selects. Throws Fault for a node that is no element. */
export function elementsAt(expression: XPathExpression, message: Message): XmlElement[] {
  return expression.items(message).map((item) => {
    if (item instanceof XmlElement) return item;
    throw new Fault(`Error splitting message with XPath : ${expression.source} - result not an OMNode`);
  });
}

function placeFor(attachPath: XPathExpression, copy: Message): XmlElement {
  const [place] = attachPath.items(copy);
  if (place instanceof XmlElement) return place;
  throw new Fault(
    `Error in attaching the splitted elements :: Unable to get the attach path specified by the expression ${attachPath.source}`,
  );
}
