import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { errorCodes, type Fault, formatPlace, toFault } from '../errors/index.js';
import {
  Cancellation,
  type Client,
  type ClientResponse,
  Exchange,
  headerName,
  type Message,
  readRequest,
  valueText,
} from '../message/index.js';
import type { AccessLog, Clock, Logger, Metrics } from '../observe/index.js';
import type { Dispatcher } from './dispatcher.js';
import { lastResort, type Refusal, refusalFor } from './last-resort.js';
import type { RequestWatch, RequestWatcher } from './request-watch.js';
import type { Route } from './route.js';

/** What a request runs with. */
export interface RunningRequestOptions {
  readonly dispatcher: Dispatcher;
  readonly client: Client;
  readonly headers: IncomingHttpHeaders;
  /** Undefined: the client gave none, one is made when it is first asked for. */
  readonly correlationId: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly accessLog: AccessLog | undefined;
  readonly metrics: Metrics | undefined;
  readonly watcher: RequestWatcher | undefined;
  /** Longest time until the answer starts, in milliseconds. */
  readonly timeout: number;
  /** Takes the one answer. */
  readonly deliver: (response: ClientResponse) => void;
  /** Called once, when both the flow and the answer are over. */
  readonly over: () => void;
}

/**
 * One request from its headers to the last byte of its answer, on the snapshot that served when it came. The flow and
 * the answer end apart: a flow may answer early and go on, an answer may stream on after the flow.
 */
export class RunningRequest {
  readonly #options: RunningRequestOptions;
  readonly #started: number;
  readonly #abort = new Cancellation();
  readonly #exchange: Exchange;
  readonly #watch: RequestWatch | undefined;
  readonly #route: Route = { service: undefined, kind: undefined, cors: undefined };
  /** Its place among the running requests, for their list alone. */
  slot = 0;
  bytesIn = 0;
  bytesOut = 0;
  #status = 0;
  #flowBegun = false;
  #flowOver = false;
  #answerOver = false;
  #whole = false;
  #over = false;

  constructor(options: RunningRequestOptions) {
    const { client, dispatcher, watcher } = options;
    const { snapshot } = dispatcher;
    const { random } = snapshot.services;
    const correlationId = options.correlationId ?? (watcher && random.uuid());
    this.#options = options;
    this.#started = options.clock.monotonic();
    this.#watch =
      watcher && correlationId !== undefined
        ? watcher.begin({ client, correlationId, snapshot, service: () => dispatcher.serviceOf(client) })
        : undefined;
    this.#exchange = new Exchange({
      services: this.#watch?.services ?? snapshot.services,
      client,
      ...(correlationId !== undefined && { correlationId }),
      signal: this.#abort,
      deadline: this.deadline,
      deliver: (response) => this.#deliver(response),
    });
  }

  /** When the answer has to have started, in the clock's monotonic milliseconds. */
  get deadline(): number {
    return this.#started + this.#options.timeout;
  }

  /** What log lines say about the request. */
  get identity(): { readonly correlationId: string; readonly revision: string; readonly api: string | undefined } {
    const { correlationId } = this.#exchange;
    const { dispatcher } = this.#options;
    return { correlationId, revision: dispatcher.snapshot.revision, api: this.#route.service };
  }

  /** Runs the flow; a promise when it has to wait. Never throws or rejects. */
  run(rawHeaders: readonly string[], body: Buffer | Readable | null): Promise<void> | undefined {
    if (this.#exchange.responded || this.#abort.aborted) return undefined;
    this.#flowBegun = true;
    this.#watch?.received(rawHeaders, body);
    let message: Message | undefined;
    try {
      message = readRequest(this.#exchange, { headers: rawHeaders, body });
      const request = message;
      const outcome = this.#options.dispatcher.dispatch(request, this.#route);
      if (typeof outcome === 'boolean') return this.#finish(request);
      return outcome.then(
        () => this.#finishOrFail(request),
        (thrown: unknown) => this.#fail(thrown, request),
      );
    } catch (thrown) {
      return this.#fail(thrown, message);
    }
  }

  /** The gateway answers instead of the flow; what still runs is cut off. */
  refuse(refusal: Refusal): void {
    if (!this.#exchange.responded) this.#answer(refusal, undefined);
    this.#abort.abort();
  }

  /** Cuts off what still runs. */
  abort(): void {
    this.#abort.abort();
  }

  /** The answer has gone out, or the client has gone away before. */
  answered(whole: boolean): void {
    if (this.#answerOver) return;
    this.#answerOver = true;
    this.#whole = whole;
    if (!whole) {
      this.#status = 0;
      this.#abort.abort();
    }
    this.#record();
    this.#end();
  }

  #deliver(response: ClientResponse): void {
    const answer = isGone(response.body) ? this.#lastResort('failed', brokenOff) : this.#withCors(response);
    this.#status = answer.status;
    this.#watch?.answered(answer);
    this.#options.deliver(answer);
  }

  /**
   * Every answer of an API's flow says what CORS allows, except a request that was turned into a response and sent back
   * by `send` (configuration sheet 3.9).
   */
  #withCors(response: ClientResponse): ClientResponse {
    const { cors } = this.#route;
    const { ending, request } = this.#exchange;
    const applies = ending === 'respond' || (ending === 'send' && request === undefined);
    if (!cors || !applies) return response;
    const { names } = cors;
    const others = response.headers.filter(([name, , known]) => !names.has((known ?? headerName(name)).key));
    others.push(...cors.headers);
    return { ...response, headers: others };
  }

  #finishOrFail(message: Message): Promise<void> | undefined {
    try {
      return this.#finish(message)?.catch((thrown: unknown) => this.#fail(thrown, message));
    } catch (thrown) {
      return this.#fail(thrown, message);
    }
  }

  /**
   * The flow is over. The reference engine lets the client wait when a flow that has called a backend ends without an
   * answer; here it gets one: 202, or an error when a fault was the reason.
   */
  #finish(message: Message): Promise<void> | undefined {
    return this.#whenSettled(() => {
      if (this.#exchange.finish()) return;
      const failure = errorCodeOf(message) ?? this.#exchange.failure;
      if (failure === undefined) this.#exchange.acknowledge();
      else this.#answer(refusalFor(failure), valueText(message.properties.get('ERROR_CODE')) ?? failure);
    });
  }

  #fail(thrown: unknown, message: Message | undefined): Promise<void> | undefined {
    const fault = toFault(thrown);
    this.#logFault(fault);
    if (!this.#exchange.responded) {
      const code = message && errorCodeOf(message);
      this.#answer(refusalFor(code), code ?? String(fault.errorCode));
    }
    return this.#whenSettled(() => {});
  }

  /** Ends the flow once nothing runs beside it any more. */
  #whenSettled(last: () => void): Promise<void> | undefined {
    const end = (): void => {
      last();
      this.#flowOver = true;
      this.#end();
    };
    const beside = this.#exchange.settled();
    if (beside) return beside.catch((thrown: unknown) => this.#logFault(toFault(thrown))).then(end);
    end();
    return undefined;
  }

  #logFault(fault: Fault): void {
    const at = fault.place && formatPlace(fault.place);
    const cause = fault.cause instanceof Error ? fault.cause.stack : undefined;
    this.#options.logger.error(
      { ...this.identity, at, code: fault.errorCode, cause },
      `unhandled fault: ${fault.message}`,
    );
  }

  #answer(refusal: Refusal, code: string | undefined): void {
    this.#exchange.respondWith(this.#lastResort(refusal, code));
  }

  #lastResort(refusal: Refusal, code: string | undefined): ClientResponse {
    return lastResort(refusal, this.#exchange, this.#options.headers, code);
  }

  #end(): void {
    const flowOver = this.#flowOver || !this.#flowBegun;
    if (this.#over || !flowOver || !this.#answerOver) return;
    this.#over = true;
    this.#watch?.over(this.#route.service, this.#whole);
    this.#options.over();
  }

  #record(): void {
    const { accessLog, metrics, client, clock } = this.#options;
    const milliseconds = clock.monotonic() - this.#started;
    const { service, kind } = this.#route;
    if (metrics && service !== undefined && kind !== undefined) {
      this.#options.dispatcher.metricsOf(metrics, service, kind).record(this.#status, milliseconds / 1000);
    }
    if (!accessLog || accessLog.wants?.(this.#status) === false) return;
    accessLog({
      correlationId: this.#exchange.correlationId,
      revision: this.#options.dispatcher.snapshot.revision,
      api: service,
      method: client.method,
      path: client.target,
      status: this.#status,
      milliseconds: Math.round(milliseconds * 100) / 100,
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
      remoteAddress: client.remoteAddress,
    });
  }
}

const brokenOff = String(errorCodes.connectionClosed);

/** A body whose backend went away before anything of it could be passed on; nothing has been sent to the client yet. */
function isGone(body: ClientResponse['body']): boolean {
  return body !== null && !Buffer.isBuffer(body) && body.destroyed && !body.readableEnded;
}

/** The code of a fault that some handler took: that of the transport without the connection's state, if there is one. */
function errorCodeOf({ properties }: Message): string | undefined {
  return valueText(properties.get('BASE_ERROR_CODE') ?? properties.get('ERROR_CODE')) ?? undefined;
}
