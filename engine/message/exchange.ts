import type { Message } from './message.js';
import type { Services } from './services.js';
import type { Value } from './value.js';
import type { ClientResponse } from './write-response.js';

/** How a flow ended: `continue` = it ran to its end; `respond`, `send`, `drop` = the mediator of that name stopped it. */
export type Ending = 'continue' | 'respond' | 'send' | 'drop';

/** Who asked, and what the request line said. */
export interface Client {
  readonly method: string;
  /** Path and query as received. */
  readonly target: string;
  readonly scheme: 'http' | 'https';
  /** The Host header, or the address that was called. */
  readonly host: string;
  readonly remoteAddress: string;
  readonly remoteHost: string;
  readonly httpVersion: string;
}

/** What the host or the player gives an exchange. */
export interface ExchangeOptions {
  readonly services: Services;
  readonly client: Client;
  /** Default: a new UUID. */
  readonly correlationId?: string;
  /** Aborted when the client has gone or the exchange's time is up. Default: never. */
  readonly signal?: AbortSignal;
  /** When the exchange has to be over, in milliseconds of the clock's monotonic time. Default: never. */
  readonly deadline?: number;
  /** Takes the one response; called at most once. */
  readonly deliver?: (response: ClientResponse) => void;
}

/** What a request and all its answers and copies share: the client's side, the operation scope, and whether it was answered. */
export class Exchange {
  readonly services: Services;
  readonly client: Client;
  readonly correlationId: string;
  readonly signal: AbortSignal | undefined;
  readonly deadline: number | undefined;
  /** The artifact that runs, as log lines name it: `api:Name`, `proxy:Name`; set by the dispatcher. */
  artifact: string | undefined;
  /** How the flow ended, as far as a mediator that stops said it; undefined while it runs and when it just came to its end. */
  ending: Ending | undefined;
  /** The message that came in; set by readRequest. Its FORCE_SC_ACCEPTED counts, not that of copies. */
  request: Message | undefined;

  constructor(options: ExchangeOptions) {
    this.services = options.services;
    this.client = options.client;
    this.correlationId = options.correlationId ?? options.services.random.uuid();
    this.signal = options.signal;
    this.deadline = options.deadline;
  }

  /** The operation scope. */
  declare readonly operation: Map<string, Value>;
  /** A response (or the automatic 202) has been handed over. */
  declare readonly responded: boolean;
  /** No automatic 202 when the flow ends: RESPONSE_WRITTEN is SKIP. */
  declare readonly acknowledgementSkipped: boolean;

  /** Sets RESPONSE_WRITTEN to SKIP: a response will follow, or somebody else decides (send, call, clone, store …). */
  skipAcknowledgement(): void {}

  /**
   * To be called when the request leaves its thread (a non-blocking call or send starts, the flow ends): answers 202 when
   * the request says FORCE_SC_ACCEPTED, or when the flow is over and nobody else answers.
   * @param over the flow has ended
   */
  leaveThread(over: boolean): void {
    void over;
  }

  /** Answers the client with a message. A second response is only logged. Throws Fault when the body cannot be written. */
  respond(message: Message): void | Promise<void> {
    void message;
  }
}
