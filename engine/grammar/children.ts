import { attribute, keyKind } from './attributes.js';
import type { ChildSpec, Shape } from './shape.js';

/** What can be said of a child element beside its shape. */
export interface ChildOptions {
  readonly required?: boolean;
  /** Element name, when the key differs from it. */
  readonly element?: string;
}

type IsRequired<O> = O extends { required: true } ? true : false;

/** A child element that may stand once. */
export function one<const S extends Shape, O extends ChildOptions = Record<never, never>>(
  shape: S,
  doc: string,
  options?: O,
): ChildSpec<S, false, IsRequired<O>> {
  const required = (options?.required ?? false) as IsRequired<O>;
  return { form: 'child', shape, doc, many: false, present: required, ...elementName(options) };
}

/** A child element that may stand any number of times. */
export function many<const S extends Shape>(shape: S, doc: string, options?: ChildOptions): ChildSpec<S, true, false> {
  return { form: 'child', shape, doc, many: true, present: false, ...elementName(options) };
}

function elementName(options: ChildOptions | undefined): { element?: string } {
  return options?.element === undefined ? {} : { element: options.element };
}

/** The shape of a branch: mediators of its own, or the name of a sequence, which wins. */
export const branchShape = {
  attributes: { sequence: attribute(keyKind('sequence'), 'Runs this sequence instead of the mediators inside.') },
  body: 'mediators',
} as const satisfies Shape;

/** A branch: mediators, or `sequence` naming one. */
export function branch(doc: string): ChildSpec<typeof branchShape, false, false> {
  return one(branchShape, doc);
}

/** An `<endpoint>` inside a mediator; the endpoints layer reads it. */
export const endpointShape = { body: 'content' } as const satisfies Shape;
