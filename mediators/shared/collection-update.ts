import {
  type CompiledExpression,
  Fault,
  JsonData,
  type JsonPath,
  type JsonValue,
  type Message,
  PathSyntaxError,
  parseJson,
  parseJsonPath,
  setAtPath,
  valueText,
  XmlElement,
} from '../../engine/kit.js';
import { orFault } from './json-body.js';

/** Where the array of a foreach by collection stands. */
interface ArrayPlace {
  /** Undefined: in the body. */
  readonly variable: string | undefined;
  readonly path: JsonPath;
}

/** Puts an array into the place of the one that a collection names. Throws Fault. */
export type ReplaceArray = (message: Message, results: readonly JsonValue[]) => void;

/**
 * Compiles the way back of a foreach by collection. Only `${payload…}` and `${vars.x…}` name a place; for anything else
 * the replacement is a Fault.
 */
export function compileReplaceArray({ source }: CompiledExpression): ReplaceArray {
  const place = placeOf(source.slice(2, -1).trim());
  if (!place) {
    return () => {
      throw new Fault(`The collection ${source} names no place that the results could be put into`);
    };
  }
  const { variable, path } = place;
  return (message, results) => {
    const array = [...results];
    const changed = path.isRoot ? array : orFault(() => setAtPath(path, rootOf(message, variable), array));
    if (variable === undefined) message.setJson(new JsonData(changed));
    else message.variables.set(variable, new JsonData(changed));
  };
}

const bodyStart = /^(?:payload\b|\$)(.*)$/s;
const variableStart = /^vars(?:\.(?<name>[\w-]+)|\[(?<quote>["'])(?<quoted>.+?)\k<quote>\])(?<rest>.*)$/s;

function placeOf(text: string): ArrayPlace | undefined {
  const body = bodyStart.exec(text);
  if (body) return arrayPlace(undefined, body[1]!);
  const variable = variableStart.exec(text)?.groups;
  return variable && arrayPlace(variable.name ?? variable.quoted!, variable.rest!);
}

function arrayPlace(variable: string | undefined, rest: string): ArrayPlace | undefined {
  try {
    return { variable, path: parseJsonPath(`$${rest}`) };
  } catch (error) {
    if (error instanceof PathSyntaxError) return undefined;
    throw error;
  }
}

function rootOf(message: Message, variable: string | undefined): JsonValue {
  if (variable === undefined) return message.jsonForm() ?? null;
  const value = message.variables.get(variable);
  return value instanceof JsonData ? value.value : parseJson(valueText(value) ?? '', { lenient: true });
}

/** Takes elements out, and puts others behind the remaining children of the first one's parent. */
export function replaceElements(
  message: Message,
  elements: readonly XmlElement[],
  results: readonly XmlElement[],
): void {
  const parent = elements[0]!.parentNode;
  if (message.heldJson && isWithin(message.envelope, elements[0]!)) message.adoptXmlView();
  for (const element of elements) element.remove();
  if (parent instanceof XmlElement) for (const result of results) parent.append(result);
}

function isWithin(tree: XmlElement, element: XmlElement): boolean {
  let node: XmlElement['parentNode'] = element;
  while (node !== null && node !== tree) node = node.parentNode;
  return node === tree;
}
