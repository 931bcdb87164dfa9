/** Where a command writes to; the specs give it their own. */
export interface CommandIo {
  /** Writes to standard output, as it is. */
  out(text: string): void;
  /** Writes to standard error, as it is. */
  error(text: string): void;
}
