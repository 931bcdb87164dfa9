import { formatPlace, type Place, type Report } from '../errors/index.js';
import type { ArtifactElement } from '../xml/index.js';

/** Raw text of an attribute or of an element's text, with the places of its characters. */
export interface RawText {
  /** Attribute or element name, for messages. */
  readonly name: string;
  readonly value: string;
  readonly place: Place;
  /** Place of the character at `offset` of `value`. */
  placeAt(offset: number): Place;
  /** The element that carries it: namespaces in scope, neighbours. */
  readonly owner: ArtifactElement;
}

/** What a kind may use while it parses. */
export interface ReadContext {
  readonly report: Report;
  /** Called for each static reference, so that linking can check it. */
  reference(reference: Reference): void;
}

/** A name in an artifact that must be found when the flow reaches it. */
export interface Reference {
  readonly target: 'sequence' | 'endpoint' | 'template' | 'entry' | 'messageStore';
  readonly key: string;
  readonly place: Place;
}

/**
 * The type of an attribute: how its text becomes a value, and how it is called in the reference page, the XSD and the
 * completion data. `parse` reports what is wrong and returns undefined then.
 */
export interface Kind<T> {
  /** Name in the reference page. */
  readonly type: string;
  /** Simple type in the XSD, `string` by default. */
  readonly xsd?: string;
  /** All values, when there are finitely many. */
  readonly values?: readonly string[];
  parse(raw: RawText, context: ReadContext): T | undefined;
}

/** Reports that the text is no value of its kind. */
export function badValue(raw: RawText, context: ReadContext, reason: string, hint?: string): undefined {
  context.report.add(
    'grammar/bad-value',
    raw.place,
    { value: JSON.stringify(raw.value), name: raw.name, reason },
    hint,
  );
  return undefined;
}

/** For messages that have no better name of a thing than where it stands. */
export function describePlace(place: Place): string {
  return formatPlace(place);
}
