import type { Readable } from 'node:stream';
import type { RequestWatch, WatchableRequest } from '../../host/index.js';
import type { ClientResponse, Services } from '../../message/index.js';
import { BodyTap } from './body-tap.js';
import { ExchangeRecorder, type RunningExchange } from './exchange-recorder.js';
import type { IssuedTokens } from './issued-tokens.js';
import type { RawHeaders, RawRecording, ServedFile } from './raw-recording.js';
import { UsedSurroundings, watchedServices } from './watched-services.js';

/** Where the artifacts of a snapshot come from. */
export interface ArtifactFiles {
  /** Whether an artifact of this key is deployed. */
  has(key: string): boolean;
  /** The files of a service and of the artifacts that its flow used. */
  filesOf(service: string | undefined, keys: ReadonlySet<string>): ServedFile[];
}

/** What a recorder of one request needs. */
export interface RequestRecorderOptions {
  readonly request: WatchableRequest;
  readonly files: ArtifactFiles;
  readonly tokens: IssuedTokens;
  /** Gives credentials in place of the snapshot's authorizer; undefined = that one does. */
  readonly authorizer: unknown;
  readonly bodyLimit: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds from an arbitrary start. */
  monotonic(): number;
  /** Folder below the directory for recordings. */
  readonly folder: string;
  /** Called once, when request, answer and all calls are over. @param ran keys of the sequences that ran */
  done(recording: RawRecording, ran: ReadonlySet<string>): void;
  /** Called once instead: nothing will be recorded. */
  givenUp(reason: string): void;
}

/** A request makes no more calls than this; one that does is not recorded. */
const mostExchanges = 1000;

/** Keeps a copy of a request, its calls to the outside world and its answer while they pass. */
export class RequestRecorder implements RequestWatch {
  readonly services: Services;
  readonly #options: RequestRecorderOptions;
  readonly #used = new UsedSurroundings();
  readonly #exchanges: RunningExchange[] = [];
  readonly #started: number;
  #begun = false;
  #headers: RawHeaders = [];
  #received: BodyTap | undefined;
  #answer: { readonly status: number; readonly headers: RawHeaders; readonly body: BodyTap | undefined } | undefined;
  #over: { readonly service: string | undefined } | undefined;
  #finished = false;

  constructor(options: RequestRecorderOptions) {
    const { request, authorizer, bodyLimit, files } = options;
    const { services } = request.snapshot;
    this.#options = options;
    this.#started = options.monotonic();
    const outbound = new ExchangeRecorder(services.outbound, {
      bodyLimit,
      elapsed: () => this.#elapsed,
      begun: (exchange) => this.#begin(exchange),
      answered: () => this.#finishWhenDone(),
      ended: (exchange) => this.#remember(exchange),
      failed: (error) => this.#giveUp(`the recorder failed: ${String(error)}`),
    });
    const own = { outbound, authorizer, isDeployed: (key: string) => files.has(key) };
    this.services = watchedServices(services, own, this.#used);
  }

  received(rawHeaders: readonly string[], body: Buffer | Readable | null): void {
    this.#guard(() => {
      this.#begun = true;
      this.#headers = pairs(rawHeaders);
      this.#received = this.#tap(body);
    });
  }

  answered({ status, headers, body }: ClientResponse): void {
    this.#guard(() => {
      this.#answer = { status, headers: headers.map(([name, value]) => [name, value]), body: this.#tap(body) };
    });
  }

  over(service: string | undefined, whole: boolean): void {
    if (!whole) this.#giveUp('the client went away before it had its answer');
    else if (!this.#begun) this.#giveUp('the request was refused before its flow began');
    this.#over = { service };
    this.#finishWhenDone();
  }

  get #elapsed(): number {
    return this.#options.monotonic() - this.#started;
  }

  #tap(body: Buffer | Readable | null): BodyTap | undefined {
    if (body === null) return undefined;
    const tap = new BodyTap(this.#options.bodyLimit);
    tap.watch(body);
    return tap;
  }

  #begin(exchange: RunningExchange): void {
    if (this.#finished) return;
    this.#exchanges.push(exchange);
    if (this.#exchanges.length > mostExchanges) this.#giveUp(`it made more than ${mostExchanges} calls`);
  }

  #remember(exchange: RunningExchange): void {
    this.#guard(() => {
      const taken = exchange.take();
      if (taken) this.#options.tokens.remember(taken);
    });
  }

  /** A one-way call may still be under way when the client has its answer. */
  #finishWhenDone(): void {
    if (this.#over === undefined || this.#finished || this.#exchanges.some((exchange) => !exchange.over)) return;
    this.#guard(() => {
      const recording = this.#recording(this.#over!.service);
      this.#finished = true;
      this.#options.done(recording, this.#used.sequences);
    });
  }

  #recording(service: string | undefined): RawRecording {
    const { request, folder, now, tokens } = this.#options;
    const { client, correlationId, snapshot } = request;
    if (this.#answer === undefined) throw new Error('there was no answer');
    const exchanges = this.#exchanges.map((exchange) => exchange.take()!);
    const registry = [...this.#used.registry.values()];
    const given = JSON.stringify([this.#headers, client.target, registry]);
    return {
      id: correlationId,
      service,
      revision: snapshot.revision,
      at: now,
      duration: this.#elapsed,
      folder,
      request: {
        method: client.method,
        target: client.target,
        headers: this.#headers,
        body: this.#received?.take() ?? null,
        remoteAddress: client.remoteAddress,
      },
      exchanges: [...tokens.borrowedBy(exchanges, given), ...exchanges],
      answer: { ...this.#answer, body: this.#answer.body?.take() ?? null },
      surroundings: {
        files: this.#options.files.filesOf(service, this.#used.artifacts),
        registry,
        environment: this.#used.environment.list(),
        systemProperties: this.#used.systemProperties.list(),
        fileProperties: this.#used.fileProperties.list(),
        configuration: this.#used.configuration.list(),
      },
    };
  }

  /** Whatever goes wrong here ends the recording and not the request. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#giveUp(`the recorder failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #giveUp(reason: string): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#options.givenUp(reason);
  }
}

function pairs(flat: readonly string[]): RawHeaders {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) headers.push([flat[at]!, flat[at + 1]!]);
  return headers;
}
