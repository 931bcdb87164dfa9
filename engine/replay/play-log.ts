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

  enabled(_level: FlowLevel): boolean {
    return true;
  }
}
