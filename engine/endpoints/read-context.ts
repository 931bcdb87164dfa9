import { nearestName, type Place } from '../errors/index.js';
import {
  type DeployTimeSource,
  type ExpressionContext,
  injectDeployTime,
  readDeployTimeParameter,
} from '../expressions/index.js';
import { type RawText, type ReadContext, SYNAPSE_NAMESPACE } from '../grammar/index.js';
import type { ArtifactAttribute, ArtifactElement } from '../xml/index.js';
import type { DeferredText } from './definition.js';

/** What reading an endpoint needs beside the findings and references. */
export interface EndpointReadContext extends ReadContext {
  /**
   * Values of `$SYSTEM:`, `$FILE:` and `${configs.}` parameters; a parameter without a value is an error then. Without
   * it they are looked up when a message is sent.
   */
  readonly deployTime?: DeployTimeSource;
}

/** Attributes without effect on any element of an endpoint. */
const monitoring = ['statistics', 'trace', 'description'];

/** Warns of attributes and children that nobody reads. */
export function checkNames(
  element: ArtifactElement,
  known: { readonly attributes?: readonly string[]; readonly children?: readonly string[] },
  { report }: ReadContext,
): void {
  const attributes = known.attributes ?? [];
  for (const { name, namespace, place } of element.attributes) {
    if (namespace !== '' || attributes.includes(name) || monitoring.includes(name)) continue;
    report.add('grammar/unknown-attribute', place, { name }, suggestion(name, attributes));
  }
  const children = known.children ?? [];
  for (const child of element.elements()) {
    if (child.namespace === SYNAPSE_NAMESPACE && (children.includes(child.name) || child.name === 'description'))
      continue;
    report.add('grammar/unknown-element', child.place, { name: child.name }, suggestion(child.name, children));
  }
}

function suggestion(name: string, known: readonly string[]): string | undefined {
  const near = nearestName(name, known);
  return near === undefined ? undefined : `Did you mean ${near}?`;
}

/** The first child of that name in the Synapse namespace; warns of further ones, which nobody reads. */
export function firstChild(
  element: ArtifactElement,
  name: string,
  { report }: ReadContext,
): ArtifactElement | undefined {
  const [first, ...further] = childrenOf(element, name);
  for (const { place } of further) report.add('grammar/duplicate-element', place, { name });
  return first;
}

/** The children of that name in the Synapse namespace. */
export function childrenOf(element: ArtifactElement, name: string): ArtifactElement[] {
  return element.elements().filter((child) => child.name === name && child.namespace === SYNAPSE_NAMESPACE);
}

/** The text of an element without blanks around it, with its places. */
export function textOf(element: ArtifactElement): RawText {
  const whole = element.text();
  const value = whole.trim();
  const start = whole.length - whole.trimStart().length;
  const placeAt = (offset: number) => placeInText(element, start + offset);
  return { name: element.name, value, place: placeAt(0), placeAt, owner: element };
}

function placeInText(element: ArtifactElement, offset: number): Place {
  let left = offset;
  for (const child of element.children) {
    if (child.kind !== 'text') continue;
    if (left < child.value.length) return child.placeAt(left);
    left -= child.value.length;
  }
  return element.place;
}

/** The value of an attribute with its places. */
export function attributeText(attribute: ArtifactAttribute, owner: ArtifactElement): RawText {
  const { name, value, place } = attribute;
  return { name, value, place, placeAt: (offset) => attribute.placeAt(offset), owner };
}

/** Context for an expression that begins at `offset` of a text. */
export function expressionContext(raw: RawText, offset: number, { report }: ReadContext): ExpressionContext {
  return { namespaces: raw.owner.namespaces, place: (at) => raw.placeAt(offset + at), report };
}

/**
 * A text that may be the name of a value of the machine it runs on (endpoints sheet, section 1): it counts only at the
 * beginning, and then the whole text is replaced.
 * @returns the text, or what gives it later; undefined when the parameter has no value (reported)
 */
export function deployText(
  raw: RawText,
  { deployTime, report }: EndpointReadContext,
): string | DeferredText | undefined {
  if (deployTime) return injectDeployTime(raw.value, raw.place, deployTime, report);
  return readDeployTimeParameter(raw.value) ? { text: raw.value, place: raw.place } : raw.value;
}

/** The same for a text that must be known when the endpoint is made. */
export function knownText(raw: RawText, { deployTime, report }: EndpointReadContext): string | undefined {
  return injectDeployTime(raw.value, raw.place, deployTime ?? nothingKnown, report);
}

const nothingKnown: DeployTimeSource = {
  environment: () => undefined,
  fileProperty: () => undefined,
  config: () => undefined,
};
