/** Something that did not come out as a case says. */
export interface Failure {
  /** The expectation: `expect.message.body`, `exchanges[1]`, `steps[2].expect.response.status`. */
  readonly at: string;
  /** What was expected, as a text to be read; undefined when nothing in particular was. */
  readonly expected?: string;
  /** What came out. */
  readonly actual?: string;
  /** One sentence, or the difference of two bodies in lines. */
  readonly message: string;
  /** The value to write into the fixture instead, where that would help. */
  readonly update?: unknown;
}

/** What went wrong at a place, before the place is known. */
export type Mismatch = Omit<Failure, 'at'>;
