/** One transformation; plain data, which goes to another thread. */
export interface TransformJob {
  readonly kind: 'xslt';
  /** Text of the stylesheet: XSLT 1.0 to 3.0. */
  readonly stylesheet: string;
  /** Text of the input document. */
  readonly source: string;
  /** Values of `xsl:param` by name: strings. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** What `xsl:import`, `xsl:include` and `document()` may read, by location. Nothing else can be read. */
  readonly resources: readonly (readonly [location: string, text: string])[];
}

/** What came out. */
export interface TransformResult {
  /** `text` when the stylesheet says `<xsl:output method="text"/>`. */
  readonly kind: 'xml' | 'text';
  /** The result; XML without declaration, and perhaps not one element alone. */
  readonly text: string;
}

/** A value that a query gets from outside. Numbers that a double cannot hold exactly are given as strings. */
export interface QueryVariable {
  readonly name: string;
  readonly value: string | number | boolean | { readonly document: string };
}

/** One query; plain data. */
export interface QueryJob {
  readonly kind: 'xquery';
  /** Text of the query: XQuery 1.0 to 3.1. */
  readonly query: string;
  /** Values of external variables; a `document` is the text of one. */
  readonly variables: readonly QueryVariable[];
}

/** An item of a query's result: the text of a node, or of an atomic value. */
export interface QueryItem {
  readonly kind: 'node' | 'atomic';
  readonly text: string;
}

/** How much a job may take. */
export interface TransformLimits {
  /** Longest run, compiling the stylesheet included, in milliseconds of real time. */
  readonly milliseconds: number;
}

/** A stylesheet or query that does not compile, fails, or takes too long. */
export class TransformFailure extends Error {
  override readonly name = 'TransformFailure';
}

/** What the worker is told. */
export interface WorkerRequest {
  readonly job: TransformJob | QueryJob;
  readonly milliseconds: number;
}

/** What comes out of a job. */
export type JobResult<J> = J extends TransformJob ? TransformResult : readonly QueryItem[];

/** What the worker answers. */
export type WorkerAnswer =
  | { readonly result: TransformResult | readonly QueryItem[] }
  /** `spent`: it was stopped in the middle, and is not to be used again. */
  | { readonly error: string; readonly spent: boolean };
