import type { Message } from '../../engine/kit.js';

/** The items of a message that is split, ready to be put into copies without a body. */
export interface ItemCopies {
  readonly count: number;
  /** Gives a copy its body; once per item. Throws Fault. */
  put(index: number, copy: Message): void;
}
