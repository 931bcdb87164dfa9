import {
  Fault,
  JsonData,
  type JsonPathExpression,
  type JsonValue,
  type Message,
  setAtPath,
  XmlElement,
  type XPathExpression,
} from '../../engine/kit.js';
import { orFault } from './json-body.js';
import { elementsAt } from './split-xml.js';

/** The items of a foreach by expression: they run one by one on the message itself, and are put back changed. */
export interface LoopItems {
  readonly count: number;
  /** Makes the item the message's body. */
  enter(index: number): void;
  /** Takes the item back, as it stands in the message now. */
  leave(): void;
  /** The item has failed, and the loop goes on. @returns whether the item counts as done */
  skip(): boolean;
  /** Gives the message its body again, with the items that were taken back. */
  finish(): void;
}

/** The members of an array in a JSON body; those that fail disappear. Throws Fault when there is no array. */
export function jsonItems(expression: JsonPathExpression, message: Message): LoopItems {
  const path = expression.path(message);
  const root = message.jsonForm() ?? null;
  const items = orFault(() => path.read(root));
  if (!Array.isArray(items)) {
    throw new Fault(`JSON element expressed by the path ${expression.pathText} is not a valid JSON array`);
  }
  const changed: JsonValue[] = [];
  return {
    count: items.length,
    enter: (index) => message.setJson(new JsonData(items[index]!)),
    leave: () => void changed.push(message.jsonForm() ?? null),
    skip: () => false,
    finish: () => message.setJson(new JsonData(path.isRoot ? changed : orFault(() => setAtPath(path, root, changed)))),
  };
}

/**
 * Elements of an XML body. They are taken out at once and added again behind the other children of the first one's
 * parent; those that fail stay as they are then.
 */
export function xmlItems(expression: XPathExpression, message: Message): LoopItems {
  const items = elementsAt(expression, message);
  if (items.length === 0) return noItems;
  const parent = items[0]!.parentNode;
  if (!(parent instanceof XmlElement)) throw new Fault('Error detecting parent element to merge');
  message.adoptXmlView();
  const { envelope } = message;
  for (const item of items) item.remove();
  const leave = (): void => {
    const { payload } = message;
    if (payload) parent.append(payload);
  };
  return {
    count: items.length,
    enter(index) {
      message.emptyBody();
      message.setXml(items[index]!);
    },
    leave,
    skip() {
      leave();
      return true;
    },
    finish: () => message.replaceEnvelope(envelope),
  };
}

const noItems: LoopItems = { count: 0, enter() {}, leave() {}, skip: () => false, finish() {} };
