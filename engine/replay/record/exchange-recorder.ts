import type { Outbound, OutboundRequest, OutboundResponse } from '../../message/index.js';
import { BodyTap } from './body-tap.js';
import type { RawExchange, RawHeaders, RawOutcome } from './raw-recording.js';

/** What the recorder of exchanges needs to know of its request. */
export interface ExchangeRecorderOptions {
  /** Bytes kept of each body. */
  readonly bodyLimit: number;
  /** Milliseconds since the request came. */
  elapsed(): number;
  /** An exchange begins. */
  begun(exchange: RunningExchange): void;
  /** An answer's head, or a failure, has come. */
  answered(exchange: RunningExchange): void;
  /** An answer has come to its end. */
  ended(exchange: RunningExchange): void;
  /** Something went wrong in the recorder itself: the request goes on, its recording does not. */
  failed(error: unknown): void;
}

/** A call to the outside world while it runs. */
export class RunningExchange {
  readonly #request: OutboundRequest;
  readonly #sent: BodyTap | undefined;
  readonly #received: BodyTap;
  readonly #begun: number;
  #answered = 0;
  #outcome: Omit<Extract<RawOutcome, { kind: 'answer' }>, 'body'> | Extract<RawOutcome, { kind: 'error' }> | undefined;

  constructor(request: OutboundRequest, options: ExchangeRecorderOptions) {
    this.#request = request;
    this.#begun = options.elapsed();
    this.#received = new BodyTap(options.bodyLimit, () => options.ended(this));
    this.#sent = request.body === null ? undefined : new BodyTap(options.bodyLimit);
    if (request.body !== null) this.#sent!.watch(request.body);
  }

  /** Whether its answer, or failure, has come. */
  get over(): boolean {
    return this.#outcome !== undefined;
  }

  answer(response: OutboundResponse, now: number): void {
    this.#answered = now;
    this.#outcome = { kind: 'answer', status: response.status, headers: copied(response.headers) };
    this.#received.watch(response.body);
  }

  fail(error: unknown, now: number): void {
    this.#answered = now;
    this.#outcome = { kind: 'error', error: kindOf(error) };
  }

  /** The exchange as far as it has come; undefined before its answer. */
  take(): RawExchange | undefined {
    const outcome = this.#outcome;
    if (outcome === undefined) return undefined;
    const { method, url, headers } = this.#request;
    return {
      method,
      url: typeof url === 'string' ? url : url.href,
      headers: copied(headers),
      body: this.#sent?.take() ?? null,
      begun: this.#begun,
      answered: this.#answered,
      outcome: outcome.kind === 'error' ? outcome : { ...outcome, body: this.#received.take() },
      borrowed: false,
    };
  }
}

/** Passes calls on as they are, and keeps a copy of what goes out and comes back. */
export class ExchangeRecorder implements Outbound {
  constructor(
    readonly inner: Outbound,
    readonly options: ExchangeRecorderOptions,
  ) {}

  async send(request: OutboundRequest): Promise<OutboundResponse> {
    const exchange = this.#begin(request);
    let response: OutboundResponse;
    try {
      response = await this.inner.send(request);
    } catch (error) {
      this.#note(exchange, () => exchange?.fail(error, this.options.elapsed()));
      throw error;
    }
    this.#note(exchange, () => exchange?.answer(response, this.options.elapsed()));
    return response;
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  #begin(request: OutboundRequest): RunningExchange | undefined {
    try {
      const exchange = new RunningExchange(request, this.options);
      this.options.begun(exchange);
      return exchange;
    } catch (error) {
      this.options.failed(error);
      return undefined;
    }
  }

  #note(exchange: RunningExchange | undefined, action: () => void): void {
    if (exchange === undefined) return;
    try {
      action();
      this.options.answered(exchange);
    } catch (error) {
      this.options.failed(error);
    }
  }
}

function copied(headers: OutboundRequest['headers']): RawHeaders {
  return headers.map(([name, value]) => [name, String(value)]);
}

function kindOf(error: unknown): string {
  const { kind } = error as { kind?: unknown };
  return typeof kind === 'string' ? kind : 'unknown';
}
