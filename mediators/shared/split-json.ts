import {
  Fault,
  JsonData,
  type JsonPath,
  type JsonPathExpression,
  JsonPathFailure,
  type JsonValue,
  type Message,
  setAtPath,
} from '../../engine/kit.js';
import { type ItemCopies, splitFault } from './split-items.js';

/** How the items of a JSON body get into their copies. */
export interface JsonSplit {
  readonly expression: JsonPathExpression;
  /** Where the item goes, in a body that keeps everything else; undefined: the item is the whole body. */
  readonly attachPath: JsonPathExpression | undefined;
}

/** Splits the JSON of a message: the members of the array at the path. Throws Fault when there is no array. */
export function splitJson({ expression, attachPath }: JsonSplit, message: Message): ItemCopies {
  const items = itemsAt(expression, message);
  const path = expression.path(message);
  const attach = attachPath?.path(message);
  // An item that takes the place of the array need not come from one.
  const samePlace = attach ? attach.text === path.text : path.isRoot;
  const frame = samePlace ? message.jsonForm() : emptied(path, expression, message);
  return {
    count: items.length,
    put(index, copy) {
      const item = items[index]!;
      const whole = !attach || attach.isRoot;
      copy.setJson(new JsonData(whole ? item : attached(attach, frame ?? null, item, attachPath!)));
    },
  };
}

function itemsAt(expression: JsonPathExpression, message: Message): readonly JsonValue[] {
  try {
    return expression.nodes(message);
  } catch (thrown) {
    throw splitFault(thrown);
  }
}

/** The body with an empty array in place of the items. */
function emptied(path: JsonPath, expression: JsonPathExpression, message: Message): JsonValue {
  const root = message.jsonForm() ?? null;
  try {
    if (Array.isArray(path.read(root))) return setAtPath(path, root, []);
  } catch (thrown) {
    throw splitFault(thrown);
  }
  const where = expression.pathText;
  throw new Fault(`JSON element expressed by the path ${where} is not a valid JSON array that can be iterated`);
}

/** The frame with the item at the attach path, where a value has to be already. */
function attached(path: JsonPath, frame: JsonValue, item: JsonValue, expression: JsonPathExpression): JsonValue {
  try {
    return setAtPath(path, frame, item);
  } catch (thrown) {
    if (!(thrown instanceof JsonPathFailure)) throw thrown;
    const text = `Unable to get the attach path specified by the expression ${expression.pathText}`;
    throw new Fault(text, { cause: thrown });
  }
}
