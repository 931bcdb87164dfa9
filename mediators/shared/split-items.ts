import { Fault, JsonSyntaxError, type Message } from '../../engine/kit.js';

/** The items of a message that is split, ready to be put into copies without a body. */
export interface ItemCopies {
  readonly count: number;
  /** Gives a copy its body; once per item. Throws Fault. */
  put(index: number, copy: Message): void;
}

/** The fault of a body that cannot be split; one that cannot be parsed is a parsing error wherever it happens. */
export function splitFault(thrown: unknown): Fault {
  const cause = thrown instanceof Fault ? thrown.cause : thrown;
  const parsing = (thrown instanceof Fault && thrown.parsing) || cause instanceof JsonSyntaxError;
  const text = 'Exception occurred while executing the Iterate Mediator';
  return new Fault(text, { cause: thrown, parsing: parsing ? 'wrapped' : undefined });
}
