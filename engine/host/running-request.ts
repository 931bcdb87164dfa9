import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { errorCodes, type Fault, formatPlace, toFault } from '../errors/index.js';
import {
  Cancellation,
  type ClientResponse,
  Exchange,
  type Header,
  headerName,
  type Message,
  readRequest,
  valueText,
} from '../message/index.js';
import type { AccessLog, Clock, Logger, Metrics } from '../observe/index.js';
import { clientOf } from './client.js';
import { correlationIdOf } from './correlation.js';
import type { Dispatcher } from './dispatcher.js';
import { lastResort, type Refusal, refusalFor } from './last-resort.js';
import type { BodyTaker } from './request-body.js';
import type { RequestWatch, RequestWatcher } from './request-watch.js';
import type { Route } from './route.js';
import type { SendListener } from './send-response.js';

/** What all requests of a host run with. */
export interface RequestSurroundings {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly accessLog: AccessLog | undefined;
  metrics: Metrics | undefined;
  readonly watcher: RequestWatcher | undefined;
  /** Longest time until the answer starts, in milliseconds. */
  readonly timeout: number;
  /** Connections are closed after their answer. */
  draining: boolean;
  /** Writes the one answer of a request. */
  readonly send: (running: RunningRequest, to: ServerResponse, response: ClientResponse) => void;
  /** Called once for each, when both the flow and the answer are over. */
  readonly over: (running: RunningRequest) => void;
}

/**
 * One request from its headers to the last byte of its answer, on the snapshot that served when it came. The flow and
 * the answer end apart: a flow may answer early and go on, an answer may stream on after the flow.
 */
export class RunningRequest implements BodyTaker, SendListener {
  readonly #surroundings: RequestSurroundings;
  readonly #dispatcher: Dispatcher;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #started: number;
  readonly #abort = new Cancellation();
  readonly #exchange: Exchange;
  readonly #watch: RequestWatch | undefined;
  readonly #route: Route = {
    service: undefined,
    kind: undefined,
    api: undefined,
    cors: undefined,
    finish: undefined,
  };
  /** Its place among the running requests, for their list alone. */
  slot = 0;
  #bytesIn = 0;
  #bytesOut = 0;
  #status = 0;
  #flowBegun = false;
  #flowOver = false;
  #answerOver = false;
  #whole = false;
  #over = false;

  constructor(
    surroundings: RequestSurroundings,
    dispatcher: Dispatcher,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    const { clock, watcher } = surroundings;
    const { snapshot } = dispatcher;
    const client = clientOf(request);
    // Undefined: one is made when it is first asked for.
    const correlationId = correlationIdOf(request.headers) ?? (watcher && snapshot.services.random.uuid());
    this.#surroundings = surroundings;
    this.#dispatcher = dispatcher;
    this.#request = request;
    this.#response = response;
    this.#started = clock.monotonic();
    this.#watch =
      watcher && correlationId !== undefined
        ? watcher.begin({ client, correlationId, snapshot, service: () => dispatcher.serviceOf(client) })
        : undefined;
    this.#exchange = new Exchange({
      services: this.#watch?.services ?? snapshot.services,
      client,
      correlationId,
      signal: this.#abort,
      deadline: this.deadline,
      deliver: (answer) => this.#deliver(answer),
    });
  }

  /** When the answer has to have started, in the clock's monotonic milliseconds. */
  get deadline(): number {
    return this.#started + this.#surroundings.timeout;
  }

  /** What log lines say about the request. */
  get identity(): { readonly correlationId: string; readonly revision: string; readonly api: string | undefined } {
    const { correlationId } = this.#exchange;
    return { correlationId, revision: this.#dispatcher.snapshot.revision, api: this.#route.service };
  }

  ready(body: Buffer | Readable | null): void {
    const { headers, rawHeaders } = this.#request;
    this.#bytesIn = Buffer.isBuffer(body) ? body.length : Number(headers['content-length'] ?? 0);
    void this.#run(rawHeaders, body);
  }

  tooLarge(): void {
    this.refuse('body-too-large');
  }

  bytes(count: number): void {
    this.#bytesOut += count;
  }

  broken(err: Error): void {
    this.#surroundings.logger.warn({ ...this.identity, err }, 'the body of an answer broke off');
  }

  /** Runs the flow; a promise when it has to wait. Never throws or rejects. */
  #run(rawHeaders: readonly string[], body: Buffer | Readable | null): Promise<void> | undefined {
    if (this.#exchange.responded || this.#abort.aborted) return undefined;
    this.#flowBegun = true;
    this.#watch?.received(rawHeaders, body);
    let message: Message | undefined;
    try {
      message = readRequest(this.#exchange, { headers: rawHeaders, body });
      const request = message;
      const outcome = this.#dispatcher.dispatch(request, this.#route);
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
    const answer = isGone(response.body) ? this.#lastResort('failed', brokenOff) : response;
    const { status, reason, body, contentLength, http10 } = answer;
    const sent: ClientResponse = {
      status,
      reason,
      headers: this.#headersOf(answer, answer === response),
      body,
      contentLength,
      close: answer.close || this.#surroundings.draining,
      http10,
    };
    this.#status = status;
    this.#watch?.answered(sent);
    this.#surroundings.send(this, this.#response, sent);
  }

  #headersOf({ headers }: ClientResponse, given: boolean): readonly Header[] {
    const { finish } = this.#route;
    if (finish) return finish(headers);
    return given ? this.#withCors(headers) : headers;
  }

  /**
   * Every answer of an API's flow says what CORS allows, except a request that was turned into a response and sent back
   * by `send` (configuration sheet 3.9).
   */
  #withCors(headers: readonly Header[]): readonly Header[] {
    const { cors } = this.#route;
    const { ending, request } = this.#exchange;
    const applies = ending === 'respond' || (ending === 'send' && request === undefined);
    if (!cors || !applies) return headers;
    const list: Header[] = [];
    for (const header of headers) {
      const { key } = header[2] ?? headerName(header[0]);
      if (!cors.names.has(key)) list.push(header);
    }
    for (const header of cors.headers) list.push(header);
    return list;
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
    this.#surroundings.logger.error(
      { ...this.identity, at, code: fault.errorCode, cause },
      `unhandled fault: ${fault.message}`,
    );
  }

  #answer(refusal: Refusal, code: string | undefined): void {
    this.#exchange.respondWith(this.#lastResort(refusal, code));
  }

  #lastResort(refusal: Refusal, code: string | undefined): ClientResponse {
    return lastResort(refusal, this.#exchange, this.#request.headers, code);
  }

  #end(): void {
    const flowOver = this.#flowOver || !this.#flowBegun;
    if (this.#over || !flowOver || !this.#answerOver) return;
    this.#over = true;
    this.#watch?.over(this.#route.service, this.#whole);
    this.#surroundings.over(this);
  }

  #record(): void {
    const { accessLog, metrics, clock } = this.#surroundings;
    const milliseconds = clock.monotonic() - this.#started;
    const { service } = this.#route;
    if (metrics) this.#dispatcher.metricsOf(metrics, this.#route)?.record(this.#status, milliseconds / 1000);
    if (!accessLog || accessLog.wants?.(this.#status) === false) return;
    const { client } = this.#exchange;
    accessLog({
      correlationId: this.#exchange.correlationId,
      revision: this.#dispatcher.snapshot.revision,
      api: service,
      method: client.method,
      path: client.target,
      status: this.#status,
      milliseconds: Math.round(milliseconds * 100) / 100,
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
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
