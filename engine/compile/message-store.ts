import { envelopeText, type Message } from '../message/index.js';

/** A message in a store: what is left of it when its flow has ended. */
export interface StoredMessage {
  readonly id: string;
  /** When it was stored, in milliseconds of the clock. */
  readonly since: number;
  /** The JSON as received, or the envelope. */
  readonly body: string;
  readonly bytes: number;
}

/** A queue of messages, by name. */
export interface MessageStore {
  readonly name: string;
  /** Oldest first. */
  readonly messages: readonly StoredMessage[];
  /** Stores a copy of a built message; false when the store cannot take it. */
  put(message: Message): boolean;
}

/** Nothing takes messages out of a store, so each has an end. */
export const mostMessages = 10_000;
const mostBytes = 64 * 1024 * 1024;

/** A store in memory; it lives as long as its artifact is deployed unchanged. */
export class MemoryStore implements MessageStore {
  readonly messages: StoredMessage[] = [];
  #bytes = 0;

  constructor(readonly name: string) {}

  put(message: Message): boolean {
    const body = message.jsonText ?? envelopeText(message.envelope);
    const bytes = Buffer.byteLength(body);
    if (this.messages.length >= mostMessages || this.#bytes + bytes > mostBytes) return false;
    this.messages.push({ id: message.messageId, since: message.services.clock.now(), body, bytes });
    this.#bytes += bytes;
    return true;
  }
}

/** A store of a kind that this engine does not have: it takes nothing, as if its broker were down. */
export function unavailableStore(name: string): MessageStore {
  return { name, messages: [], put: () => false };
}
