import {
  compileExpression,
  deleteAtPath,
  Fault,
  JsonData,
  type JsonPathExpression,
  JsonPathFailure,
  type JsonValue,
  type Load,
  type Message,
  parseJson,
  Report,
  rawContext,
  stringifyJson,
  type ValuesOf,
} from '../../engine/kit.js';
import { type enrichSourceShape, requiredPath } from './enrich-source.js';
import type { enrichTargetShape } from './enrich-target.js';
import { jsonOf, orFault } from './json-body.js';

const IGNORE_MISSING = 'synapse.jsonpath.ignore.not.found.error';
const PATH_START = 'json-eval(';

/**
 * Compiles `action="remove"`: the source's JSONPaths, split at every comma as in the reference, are taken out of the body
 * or of a property. A message that is not JSON stays as it is.
 */
export function compileRemoval(
  source: ValuesOf<typeof enrichSourceShape>,
  target: ValuesOf<typeof enrichTargetShape>,
  load: Load,
): (message: Message) => void {
  const expression = requiredPath(source, load);
  const paths = expression?.language === 'jsonpath' ? splitPaths(source, load) : [];
  return (message) => {
    if (paths.length === 0 || !message.heldJson || message.heldJson.kind === 'empty') return;
    if (target.type === 'body') removeFromBody(message, paths);
    else if (target.type === 'property') removeFromProperty(message, paths, target.property ?? '');
    else throw new Fault('The target type custom is invalid for the remove action');
  };
}

/** A path of the list; undefined when what stands between its commas is none. */
type Path = JsonPathExpression | undefined;

function splitPaths({ element, xpath }: ValuesOf<typeof enrichSourceShape>, load: Load): Path[] {
  const at = element.attribute('xpath')!;
  const paths: Path[] = [];
  let offset = PATH_START.length;
  for (const piece of xpath!.slice(PATH_START.length, -1).split(',')) {
    const report = new Report();
    const start = offset;
    const context = { ...rawContext(at, element, report), place: (index: number) => at.placeAt(start + index) };
    const path = compileExpression(piece, context, { jsonpath: true });
    if (path?.language !== 'jsonpath') {
      const reason = `The list of paths is split at every comma, and ${piece} is no path: this mediator fails in every message.`;
      load.report.add('mediator/suspicious', at.placeAt(start), { reason });
    }
    paths.push(path?.language === 'jsonpath' ? path : undefined);
    offset += piece.length + 1;
  }
  return paths;
}

function removeFromBody(message: Message, paths: readonly Path[]): void {
  const left = remove(jsonOf(message), paths, message);
  if (left === undefined) message.setJson('{}');
  else message.setJson(new JsonData(left));
}

function removeFromProperty(message: Message, paths: readonly Path[], property: string): void {
  const held = message.properties.get(property);
  const json = held instanceof JsonData ? held.value : typeof held === 'string' ? parsed(held) : undefined;
  if (json === undefined) {
    throw new Fault(`Cannot perform the remove operation. Data type of the property ${property} is not string | JSON`);
  }
  const left = remove(json, paths, message);
  message.setProperty('default', property, left === undefined ? '' : stringifyJson(left));
}

function parsed(text: string): JsonValue {
  try {
    return parseJson(text, { lenient: true });
  } catch (thrown) {
    throw new Fault(`Error occurred while executing the action : remove. ${(thrown as Error).message}`, {
      cause: thrown,
    });
  }
}

/** What is left when the paths were applied one after the other; undefined when `$` took everything. */
function remove(json: JsonValue, paths: readonly Path[], message: Message): JsonValue | undefined {
  let left: JsonValue | undefined = json;
  for (const expression of paths) {
    if (!expression) throw new Fault('Error occurred while executing the action : remove');
    const path = expression.path(message);
    if (path.isRoot) {
      left = undefined;
      continue;
    }
    if (left === undefined) throw new Fault('json string can not be null or empty');
    const rest: JsonValue = left;
    if (leadsNowhere(rest, expression, message)) continue;
    left = orFault(() => deleteAtPath(path, rest));
  }
  return left;
}

/** An indefinite path without hits is skipped; a definite one is a fault, unless the settings say otherwise. */
function leadsNowhere(json: JsonValue, expression: JsonPathExpression, message: Message): boolean {
  const path = expression.path(message);
  try {
    if (path.definite || path.all(json).length > 0) {
      path.read(json);
      return false;
    }
  } catch (thrown) {
    if (!(thrown instanceof JsonPathFailure)) throw thrown;
    const ignored = message.services.settings.property(IGNORE_MISSING)?.trim().toLowerCase() === 'true';
    if (!ignored || thrown.kind !== 'missing') {
      throw new Fault('Error occurred while executing the action : remove', { cause: thrown });
    }
  }
  message.log('info', `No matching elements were found for the given JSONPath: ${path.text}. Nothing was removed.`);
  return true;
}
