/** One transformation; plain data, which goes to another thread. */
export interface TransformJob {
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

/** How much a transformation may take. */
export interface TransformLimits {
  /** Longest run, compiling the stylesheet included, in milliseconds of real time. */
  readonly milliseconds: number;
}

/** A stylesheet that does not compile, fails, or takes too long. */
export class TransformFailure extends Error {
  override readonly name = 'TransformFailure';
}

/** What the worker is told. */
export interface WorkerRequest {
  readonly job: TransformJob;
  readonly milliseconds: number;
}

/** What the worker answers. */
export type WorkerAnswer =
  | { readonly result: TransformResult }
  /** `spent`: it was stopped in the middle, and is not to be used again. */
  | { readonly error: string; readonly spent: boolean };
