import type { Message } from '../../engine/kit.js';

/** The body that several messages were joined to. */
export interface JoinedBody {
  /** Gives it to the message that runs `onComplete`. */
  putInto(message: Message): void;
  /** Gives it to the message that goes on behind the aggregate; called right after `putInto`. */
  putIntoLast(message: Message): void;
}
