import type { XmlElement } from '../../xml/index.js';
import type { JsonValue } from './json-value.js';

/** What the XML view of JSON does not show, kept beside its elements. It goes with the element; copies have none. */
interface TypeMark {
  /** The JSON value of an element without children, and the text that it had then. */
  leaf?: { readonly value: JsonValue; readonly text: string };
  /** The element is an item of an array, though it may be the only one. */
  item?: true;
  /** Empty arrays, each in front of the child that followed it (null: at the end). */
  emptyArrays?: { readonly name: string; before: XmlElement | null }[];
}

const marks = new WeakMap<XmlElement, TypeMark>();

function markOf(element: XmlElement): TypeMark {
  let mark = marks.get(element);
  if (mark === undefined) marks.set(element, (mark = {}));
  return mark;
}

/** Notes that an element without children stands for `value`. */
export function markLeaf(element: XmlElement, value: JsonValue): void {
  markOf(element).leaf = { value, text: element.ownText() };
}

/** Notes that an element is an item of an array. */
export function markItem(element: XmlElement): void {
  markOf(element).item = true;
}

/** Notes an empty array behind the children that an element has by now. */
export function markEmptyArray(parent: XmlElement, name: string): void {
  const mark = markOf(parent);
  mark.emptyArrays ??= [];
  mark.emptyArrays.push({ name, before: null });
}

/** Notes that a child follows the empty arrays that were marked last. */
export function markNextChild(parent: XmlElement, child: XmlElement): void {
  for (const empty of marks.get(parent)?.emptyArrays ?? []) empty.before ??= child;
}

/** The value that an element was made of; undefined when nobody noted it or the text is another by now. */
export function markedValue(element: XmlElement): JsonValue | undefined {
  const leaf = marks.get(element)?.leaf;
  if (leaf === undefined || element.attributes.length > 0 || element.firstElement() !== null) return undefined;
  return element.ownText() === leaf.text ? leaf.value : undefined;
}

/** Whether an element was made of an array's item. */
export function isMarkedItem(element: XmlElement): boolean {
  return marks.get(element)?.item === true;
}

/** Names of the empty arrays that stood before a child; for null those at the end and those whose child is gone. */
export function markedEmptyArrays(parent: XmlElement, child: XmlElement | null): readonly string[] {
  const empty = marks.get(parent)?.emptyArrays ?? [];
  const belongs = (before: XmlElement | null): boolean =>
    child === null ? before === null || before.parentNode !== parent : before === child;
  return empty.filter(({ before }) => belongs(before)).map(({ name }) => name);
}
