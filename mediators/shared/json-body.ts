import {
  deleteAtPath,
  Fault,
  JsonData,
  type JsonPath,
  JsonPathFailure,
  type JsonValue,
  type Message,
} from '../../engine/kit.js';

/** The JSON of a message that has a JSON payload. Throws Fault when it is malformed. */
export function jsonOf(message: Message): JsonValue {
  return message.json ?? null;
}

/** What stands at a path of the message's JSON. Throws Fault when a definite path leads nowhere. */
export function readPath(path: JsonPath, message: Message): JsonValue {
  return orFault(() => path.read(jsonOf(message)));
}

/** Takes the hits of a path out of the message's JSON. Throws Fault when there is none. */
export function deleteFromBody(path: JsonPath, message: Message): void {
  message.setJson(new JsonData(orFault(() => deleteAtPath(path, jsonOf(message)))));
}

/** Runs an edit; a path that does not fit the document is a fault of the flow. */
export function orFault<T>(edit: () => T): T {
  try {
    return edit();
  } catch (thrown) {
    if (thrown instanceof JsonPathFailure) throw new Fault(thrown.message, { cause: thrown });
    throw thrown;
  }
}
