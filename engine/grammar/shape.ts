import type { Place } from '../errors/index.js';
import type { ArtifactElement } from '../xml/index.js';
import type { Kind } from './kind.js';

/** An attribute of an element. `Present` is true when a value is always there (required, or with a default). */
export interface AttributeSpec<T = unknown, Present extends boolean = boolean> {
  readonly form: 'attribute';
  readonly kind: Kind<T>;
  readonly doc: string;
  readonly required: boolean;
  readonly present: Present;
  /** Value when the attribute is absent. */
  readonly fallback?: T;
  /** How the default reads in the reference page. */
  readonly fallbackText?: string;
  /** Known to the reference engine, without effect here: why. */
  readonly ignored?: string;
  /** Never printed: passwords and the like. */
  readonly secret?: boolean;
}

/** A child element with a shape of its own. */
export interface ChildSpec<S extends Shape = Shape, Many extends boolean = boolean, Present extends boolean = boolean> {
  readonly form: 'child';
  readonly shape: S;
  readonly doc: string;
  readonly many: Many;
  readonly present: Present;
  /** Element name when it differs from the key (an attribute of that name exists as well). */
  readonly element?: string;
}

/** What an element holds beside declared children. */
export type Body =
  /** A list of mediators. */
  | 'mediators'
  /** Anything: the raw positioned subtree is handed over. */
  | 'content'
  /** Text. */
  | 'text';

/** The grammar of an element as data. */
export interface Shape {
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
  readonly children?: Readonly<Record<string, ChildSpec>>;
  readonly body?: Body | undefined;
  /** Groups of names that exclude each other: the first complete group wins, the others get a warning and are not read. */
  readonly firstOf?: readonly (readonly string[])[];
  /** Whether one group of `firstOf` must be complete; default always. Sees the other values. */
  readonly firstOfRequired?: (values: Readonly<Record<string, unknown>>) => boolean;
}

/** A list of mediators as read, not yet compiled. */
export interface MediatorList {
  readonly owner: ArtifactElement;
  readonly elements: readonly ArtifactElement[];
}

/** Attributes by name. */
export type Attributes = Readonly<Record<string, AttributeSpec>>;
/** Children by key. */
export type Children = Readonly<Record<string, ChildSpec>>;
/** What a declaration without attributes or children has of them. */
export type NoNames = Readonly<Record<never, never>>;

/** A shape put together of its parts, so that each can be inferred by itself. */
export interface ShapeOf<A extends Attributes, C extends Children, B extends Body | undefined> extends Shape {
  readonly attributes?: A;
  readonly children?: C;
  readonly body?: B;
}

type AttributeValue<A> =
  A extends AttributeSpec<infer T, infer Present> ? (Present extends true ? T : T | undefined) : never;
type ChildValue<C> =
  C extends ChildSpec<infer S, infer Many, infer Present>
    ? Many extends true
      ? readonly ValuesOf<S>[]
      : Present extends true
        ? ValuesOf<S>
        : ValuesOf<S> | undefined
    : never;
type BodyValue<B> = B extends 'mediators' ? MediatorList : B extends 'text' ? string : ArtifactElement;

type AttributeValues<A> = { readonly [K in keyof A]: AttributeValue<A[K]> };
type ChildValues<C> = { readonly [K in keyof C]: ChildValue<C[K]> };

/** The typed values of an element of shape `S`: attributes and children by name, `body`, and where it stands. */
export type ValuesOf<S extends Shape> = AttributeValues<NonNullable<S['attributes']>> &
  ChildValues<NonNullable<S['children']>> &
  (NonNullable<S['body']> extends never ? unknown : { readonly body: BodyValue<NonNullable<S['body']>> }) & {
    readonly element: ArtifactElement;
    readonly place: Place;
  };
