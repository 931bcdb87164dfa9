import { nearestName, type Place, type Report } from '../errors/index.js';
import type { ArtifactAttribute, ArtifactElement } from '../xml/index.js';
import type { RawText, ReadContext } from './kind.js';
import type { AttributeSpec, ChildSpec, MediatorList, Shape, ValuesOf } from './shape.js';

/** The namespace of Synapse artifacts. */
export const SYNAPSE_NAMESPACE = 'http://ws.apache.org/ns/synapse';

/** Accepted on every element, without effect on the flow (mediators-flow sheet, section 1). */
const EVERYWHERE = new Set(['description', 'statistics', 'trace']);

type Values = Record<string, unknown>;

/**
 * Checks an element against its shape and returns its typed values. What is wrong goes to the report; the result is
 * undefined when an error of this element (not of a nested mediator) makes it unusable.
 */
export function readShape<S extends Shape>(
  shape: S,
  element: ArtifactElement,
  context: ReadContext,
): ValuesOf<S> | undefined {
  const values: Values = { element, place: element.place };
  const choice = chooseFirst(shape, element, context.report);
  let usable = readAttributes(shape, element, context, values, choice.losers);
  usable = readChildren(shape, element, context, values, choice.losers) && usable;
  if (shape.body) readBody(shape, element, values);
  usable = (choice.made || isOptional(shape, element, context.report, values)) && usable;
  // The walk has just filled every name that the shape declares.
  return usable ? (values as ValuesOf<S>) : undefined;
}

function readAttributes(
  shape: Shape,
  element: ArtifactElement,
  context: ReadContext,
  values: Values,
  losers: ReadonlySet<string>,
): boolean {
  const specs = shape.attributes ?? {};
  let usable = true;
  for (const [name, spec] of Object.entries(specs)) {
    if (losers.has(name)) continue;
    const attribute = element.attribute(name);
    if (attribute) {
      const value = spec.kind.parse(rawAttribute(attribute, element), context);
      if (value === undefined) usable = false;
      if (spec.ignored) context.report.add('grammar/ignored', attribute.place, { name, reason: spec.ignored });
      values[name] = value;
    } else {
      if (spec.required) {
        context.report.add('grammar/missing-attribute', element.place, { name });
        usable = false;
      }
      values[name] = spec.fallback;
    }
  }
  // Free content without declared attributes is read by somebody else, who knows them.
  if (shape.attributes || shape.body !== 'content') reportUnknownAttributes(specs, element, context.report);
  return usable;
}

function reportUnknownAttributes(
  specs: Readonly<Record<string, AttributeSpec>>,
  element: ArtifactElement,
  report: Report,
): void {
  for (const { name, namespace, place } of element.attributes) {
    if (namespace !== '' || Object.hasOwn(specs, name) || EVERYWHERE.has(name)) continue;
    const near = nearestName(name, Object.keys(specs));
    report.add('grammar/unknown-attribute', place, { name }, near && `Did you mean ${near}?`);
  }
}

function readChildren(
  shape: Shape,
  element: ArtifactElement,
  context: ReadContext,
  values: Values,
  losers: ReadonlySet<string>,
): boolean {
  const byElement = new Map<string, [string, ChildSpec]>();
  for (const [key, spec] of Object.entries(shape.children ?? {})) {
    byElement.set(spec.element ?? key, [key, spec]);
    if (spec.many) values[key] = [];
  }
  let usable = true;
  for (const child of element.elements()) {
    const declared = child.namespace === element.namespace ? byElement.get(child.name) : undefined;
    if (declared && losers.has(declared[0])) continue;
    if (declared) usable = readChild(declared, child, context, values) && usable;
    else if (!shape.body || shape.body === 'text') reportUnknownChild(child, byElement.keys(), context.report);
  }
  for (const [name, [key, spec]] of byElement) {
    if (!spec.present || spec.many || values[key] !== undefined) continue;
    context.report.add('grammar/missing-element', element.place, { name });
    usable = false;
  }
  return usable;
}

function readChild(
  [key, spec]: [string, ChildSpec],
  child: ArtifactElement,
  context: ReadContext,
  values: Values,
): boolean {
  if (!spec.many && values[key] !== undefined) {
    context.report.add('grammar/duplicate-element', child.place, { name: child.name });
    return true;
  }
  const value = readShape(spec.shape, child, context);
  if (value === undefined) return false;
  if (spec.many) (values[key] as unknown[]).push(value);
  else values[key] = value;
  return true;
}

function reportUnknownChild(child: ArtifactElement, known: Iterable<string>, report: Report): void {
  if (EVERYWHERE.has(child.name)) return;
  const near = nearestName(child.name, known);
  report.add('grammar/unknown-element', child.place, { name: child.name }, near && `Did you mean ${near}?`);
}

function readBody(shape: Shape, element: ArtifactElement, values: Values): void {
  if (shape.body === 'content') values.body = element;
  else if (shape.body === 'text') values.body = element.text();
  else values.body = mediatorList(element, shape.children);
}

/** The mediators among an element's children: all but declared children and `description`. */
export function mediatorList(owner: ArtifactElement, declared: Readonly<Record<string, ChildSpec>> = {}): MediatorList {
  const names = new Set(Object.entries(declared).map(([key, spec]) => spec.element ?? key));
  const elements = owner
    .elements()
    .filter((child) => child.name !== 'description' && !(names.has(child.name) && child.namespace === owner.namespace));
  return { owner, elements };
}

/** Which group of `firstOf` counts, and the names that do not count beside it. */
interface Choice {
  readonly made: boolean;
  readonly losers: ReadonlySet<string>;
}

/**
 * Keeps the first group of `firstOf` that is complete. What stands beside it is not read at all, so it need not be right;
 * it gets a warning.
 */
function chooseFirst(shape: Shape, element: ArtifactElement, report: Report): Choice {
  const groups = shape.firstOf ?? [];
  const winner = groups.find((group) => group.every((name) => placeOf(name, shape, element)));
  const losers = new Set<string>();
  if (!winner) return { made: groups.length === 0, losers };
  for (const name of new Set(groups.flat())) {
    const place = winner.includes(name) ? undefined : placeOf(name, shape, element);
    if (!place) continue;
    report.add('grammar/losing-alternative', place, { name, winner: winner.join(', ') });
    losers.add(name);
  }
  return { made: true, losers };
}

/** Where a declared attribute or child stands; undefined when it is not there. */
function placeOf(name: string, shape: Shape, element: ArtifactElement): Place | undefined {
  if (shape.attributes && Object.hasOwn(shape.attributes, name)) return element.attribute(name)?.place;
  const wanted = shape.children?.[name]?.element ?? name;
  return element.elements().find((child) => child.name === wanted && child.namespace === element.namespace)?.place;
}

/** Whether no group of `firstOf` need be complete; reports it otherwise. */
function isOptional(shape: Shape, element: ArtifactElement, report: Report, values: Values): boolean {
  if (!(shape.firstOfRequired?.(values) ?? true)) return true;
  const groups = shape.firstOf ?? [];
  report.add('grammar/missing-one-of', element.place, {
    names: groups.map((group) => group.join(' with ')).join(', '),
  });
  return false;
}

/** An attribute as the kinds read it. */
export function rawAttribute(attribute: ArtifactAttribute, owner: ArtifactElement): RawText {
  return {
    name: attribute.name,
    value: attribute.value,
    place: attribute.place,
    placeAt: (offset) => attribute.placeAt(offset),
    owner,
  };
}
