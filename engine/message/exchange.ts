import type { CancelSignal } from './cancellation.js';
import type { FaultHandler, Message } from './message.js';
import { PropertyMap, UsualNames } from './property-map.js';
import type { Services } from './services.js';
import { SideWork } from './side-work.js';
import { isTrue } from './value.js';
import { acceptedResponse, type ClientResponse, writeResponse } from './write-response.js';

/** How a flow ended: `continue` = it ran to its end; `respond`, `send`, `drop` = the mediator of that name stopped it. */
export type Ending = 'continue' | 'respond' | 'send' | 'drop';

/** Where the answer of a `send` goes; set on the exchange by whoever started the flow. */
export interface OutFlow {
  /** Out-sequence of the resource or proxy; without one the answer goes straight to the client. */
  readonly run: ((message: Message) => boolean | Promise<boolean>) | undefined;
  /** The fault stack of the out-sequence, outermost first; the message's own from then on. */
  handlers(message: Message): FaultHandler[];
  /** The fault stack of a `receive` sequence: in an API only the global one. */
  receiverHandlers(message: Message): FaultHandler[];
}

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
  /** `1.1` */
  readonly httpVersion: string;
  /** Whom the client's certificate names, when it showed one that the connection accepted. */
  readonly certificate?: ClientCertificate | undefined;
}

/** Whom a certificate names. */
export interface ClientCertificate {
  /** Common name of the subject; empty = it has none. */
  readonly subject: string;
  /** Common name of the issuer. */
  readonly issuer: string;
  /** SHA-256 of the certificate: hexadecimal, colons between the bytes. */
  readonly fingerprint?: string | undefined;
}

const operationNames = new UsualNames(['RESPONSE_WRITTEN']);

/** What the host or the player gives an exchange. */
export interface ExchangeOptions {
  readonly services: Services;
  readonly client: Client;
  /** Default: a new UUID. */
  readonly correlationId?: string | undefined;
  /** Aborted when the client has gone or the exchange's time is up. Default: never. */
  readonly signal?: CancelSignal;
  /** When the exchange has to be over, in milliseconds of the clock's monotonic time. Default: never. */
  readonly deadline?: number;
  /** Takes the one response; called at most once. */
  readonly deliver?: (response: ClientResponse) => void;
}

/**
 * What a request and all its answers and copies share: the client's side, the operation scope, and whether the client
 * was answered. One request gets one response.
 */
export class Exchange {
  readonly services: Services;
  /** Another one once the request is led to another path, or credentials are taken out of its query. */
  client: Client;
  readonly signal: CancelSignal | undefined;
  readonly deadline: number | undefined;
  /** The artifact that runs, as log lines name it: `api:Name`, `proxy:Name`; set by the dispatcher. */
  artifact: string | undefined;
  /** How the flow ended, as far as a mediator that stops said it; undefined while it runs and when it came to its end. */
  ending: Ending | undefined;
  /** Where answers of `send` go; undefined = straight back to the client. */
  outFlow: OutFlow | undefined;
  /** The message that came in, until an answer took it over; set by readRequest. Its FORCE_SC_ACCEPTED counts. */
  request: Message | undefined;
  /** SOAP version that the client speaks; undefined = REST. Set by readRequest. */
  clientSoap: '1.1' | '1.2' | undefined;
  /** The connection must not be kept: a GET, HEAD or DELETE came with a body's headers. Set by readRequest. */
  closeAfterResponse = false;
  /**
   * ERROR_CODE of a fault that a copy's own handlers took, or that lost parts of an aggregate: what the client is told
   * when nobody answers.
   */
  failure: string | undefined;
  readonly #deliver: ((response: ClientResponse) => void) | undefined;
  #correlationId: string | undefined;
  #operation: PropertyMap | undefined;
  #sideWork: SideWork | undefined;
  #responded = false;

  constructor(options: ExchangeOptions) {
    this.services = options.services;
    this.client = options.client;
    this.signal = options.signal;
    this.deadline = options.deadline;
    this.#correlationId = options.correlationId;
    this.#deliver = options.deliver;
  }

  /** The id under which log lines and traces of this exchange are found. */
  get correlationId(): string {
    this.#correlationId ??= this.services.random.uuid();
    return this.#correlationId;
  }

  /** The operation scope. */
  get operation(): PropertyMap {
    this.#operation ??= new PropertyMap(operationNames, []);
    return this.#operation;
  }

  /** What runs beside the flow. */
  get sideWork(): SideWork {
    this.#sideWork ??= new SideWork();
    return this.#sideWork;
  }

  /** Resolves when nothing runs beside the flow any more; undefined when nothing does. To be called at the flow's end. */
  settled(): Promise<void> | undefined {
    return this.#sideWork?.settle();
  }

  /** A response, or the automatic 202, has been handed over. */
  get responded(): boolean {
    return this.#responded;
  }

  /** The flow's end does not answer by itself: RESPONSE_WRITTEN is SKIP. */
  get acknowledgementSkipped(): boolean {
    return this.#operation?.get('RESPONSE_WRITTEN') === 'SKIP';
  }

  /**
   * Sets RESPONSE_WRITTEN to SKIP: an answer will follow, or nobody knows (send, call, clone, iterate, store, RESPONSE:
   * flow sheet 7).
   */
  skipAcknowledgement(): void {
    this.operation.set('RESPONSE_WRITTEN', 'SKIP');
  }

  /**
   * A non-blocking call or send starts: no automatic 202 any more, and the 202 at once when the request wants it
   * (FORCE_SC_ACCEPTED).
   */
  leaveThread(): void {
    this.skipAcknowledgement();
    if (this.#forced()) this.acknowledge();
  }

  /**
   * The flow has ended in the request's own thread. Answers 202 when nobody has answered and nobody is going to.
   * @returns whether the client has its response; false = it waits for something that may come later or never
   */
  finish(): boolean {
    if (!this.#responded && (!this.acknowledgementSkipped || this.#forced())) this.acknowledge();
    return this.#responded;
  }

  /** Answers 202 with an empty body, unless there was a response already. */
  acknowledge(): void {
    if (!this.#responded) this.#hand(acceptedResponse(this));
  }

  /**
   * Answers the client with a message; a second response is only logged. A promise while a body has to be collected.
   * Throws Fault when the body cannot be written; then nothing has been answered.
   */
  respond(message: Message): void | Promise<void> {
    this.skipAcknowledgement();
    if (!this.#responded && this.#forced()) this.acknowledge();
    if (this.#responded) {
      this.#refuse(message);
      return;
    }
    const written = writeResponse(message);
    if (written instanceof Promise) {
      return written.then((response) => {
        if (this.#responded) this.#refuse(message);
        else this.#hand(response);
      });
    }
    this.#hand(written);
  }

  /** Answers with a response that no message made (404 of the dispatcher, 500 after the last fault handler). */
  respondWith(response: ClientResponse): void {
    if (!this.#responded) this.#hand(response);
  }

  #forced(): boolean {
    return this.request !== undefined && isTrue(this.request.axis2.get('FORCE_SC_ACCEPTED'));
  }

  #hand(response: ClientResponse): void {
    this.#responded = true;
    this.#deliver?.(response);
  }

  #refuse(message: Message): void {
    message.discardBody();
    this.services.log.warn('Trying to send a response to an already responded client request', {
      correlationId: this.correlationId,
    });
  }
}
