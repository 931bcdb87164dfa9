import type { FlowLevel, FlowLog } from '../observe/index.js';

/** Keeps what flows log, for `expect.log`. */
export class PlayLog implements FlowLog {
  readonly lines: string[] = [];
  readonly #keep = (text: string): void => {
    this.lines.push(text);
  };
  readonly trace = this.#keep;
  readonly debug = this.#keep;
  readonly info = this.#keep;
  readonly warn = this.#keep;
  readonly error = this.#keep;
  readonly fatal = this.#keep;

  /** As a gateway logs unless it is told otherwise: from `info` on. */
  enabled(level: FlowLevel): boolean {
    return level !== 'debug' && level !== 'trace';
  }
}
