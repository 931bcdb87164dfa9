import type { Endpoint, EndpointTemplate } from '../endpoints/index.js';
import type { Finding, Place } from '../errors/index.js';
import type { Attributes, Body, Children, NoNames, Reference, Shape, ShapeOf, ValuesOf } from '../grammar/index.js';
import type { Value } from '../message/index.js';
import type { Api } from './api.js';
import type { Builder } from './builder.js';
import type { MessageStore } from './message-store.js';
import type { ProxyService } from './proxy.js';
import type { Sequence, SequenceTemplate } from './table.js';

/** What an artifact contributes to a snapshot. */
export type Product =
  | { readonly kind: 'sequence'; readonly name: string; readonly value: Sequence }
  | { readonly kind: 'endpoint'; readonly name: string; readonly value: Endpoint }
  | { readonly kind: 'template'; readonly name: string; readonly value: SequenceTemplate }
  | { readonly kind: 'endpointTemplate'; readonly name: string; readonly value: EndpointTemplate }
  | { readonly kind: 'localEntry'; readonly name: string; readonly value: Value }
  | { readonly kind: 'api'; readonly name: string; readonly value: Api }
  | { readonly kind: 'proxy'; readonly name: string; readonly value: ProxyService }
  | { readonly kind: 'messageStore'; readonly name: string; readonly value: MessageStore }
  /** Read and checked, but nothing that this engine runs. */
  | { readonly kind: 'other'; readonly name: string; readonly value: undefined };

/** One artifact, compiled. Immutable: an unchanged file brings the same object into the next snapshot. */
export interface CompiledArtifact {
  readonly element: string;
  readonly name: string;
  readonly place: Place;
  /** Undefined when the artifact has errors. */
  readonly product: Product | undefined;
  readonly findings: readonly Finding[];
  readonly references: readonly Reference[];
}

/** The grammar of a root element, and what becomes of it. */
export type ArtifactDeclaration<S extends Shape = Shape> = S & {
  readonly element: string;
  readonly summary: string;
  readonly documented?: Shape;
  /** Builds the product; undefined when it had to report errors. */
  compile(values: ValuesOf<S>, builder: Builder): Product | undefined;
};

/** A declaration whose shape is no longer known to the type checker. */
export type AnyArtifact = Shape & {
  readonly element: string;
  readonly summary: string;
  /** Its grammar for the reference, where a reader of its own knows it better than the shape. */
  readonly documented?: Shape;
  // Called only with values that were read by the same declaration's shape.
  compile(values: never, builder: Builder): Product | undefined;
};

/** Declares an artifact; the types of `compile`'s values follow from the grammar. */
export function defineArtifact<
  const A extends Attributes = NoNames,
  const C extends Children = NoNames,
  const B extends Body | undefined = undefined,
>(declaration: ArtifactDeclaration<ShapeOf<A, C, B>>): ArtifactDeclaration<ShapeOf<A, C, B>> {
  return declaration;
}
