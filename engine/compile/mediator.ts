import type { Report } from '../errors/index.js';
import type { Attributes, Body, Children, NoNames, Shape, ShapeOf, ValuesOf } from '../grammar/index.js';
import type { Run } from '../run/index.js';
import type { Load } from './load.js';

/** What a mediator declares beside its grammar. */
export interface MediatorPart<S extends Shape> {
  /** The XML element, in the Synapse namespace. */
  readonly element: string;
  /** One sentence for the reference page. */
  readonly summary: string;
  /** Further names for the same element. */
  readonly aliases?: readonly string[];
  /** A working piece of XML for the reference page; the specs run it. */
  readonly example?: string;
  /** Whether the body is parsed before this mediator runs (message-model sheet, section 4); default false. */
  readonly contentAware?: boolean | ((values: ValuesOf<S>) => boolean);
  /** Rules over several values; errors make the artifact fail. */
  check?(values: ValuesOf<S>, report: Report): void;
  /** Turns the typed values into a closure. Nothing of the XML is needed after it. */
  compile(values: ValuesOf<S>, load: Load): Run;
}

/** The declaration of a mediator: grammar as data, and its compile step. */
export type MediatorDeclaration<S extends Shape = Shape> = S & MediatorPart<S>;

/** A declaration whose shape is no longer known to the type checker; what the registry of mediators holds. */
export type AnyMediator = Shape & Omit<MediatorPart<Shape>, 'compile' | 'check' | 'contentAware'> & ErasedPart;

/** The functions of a declaration, called only with values that were read by the same declaration's shape. */
interface ErasedPart {
  readonly contentAware?: boolean | ((values: never) => boolean);
  check?(values: never, report: Report): void;
  compile(values: never, load: Load): Run;
}

/** Declares a mediator. The types of `compile`'s values follow from the declared attributes, children and body. */
export function defineMediator<
  const A extends Attributes = NoNames,
  const C extends Children = NoNames,
  const B extends Body | undefined = undefined,
>(declaration: ShapeOf<A, C, B> & MediatorPart<ShapeOf<A, C, B>>): MediatorDeclaration<ShapeOf<A, C, B>> {
  return declaration;
}
