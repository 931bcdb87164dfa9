import type {
  Expectation,
  ExpectedCall,
  FixtureAnswer,
  FixtureBody,
  FixtureCase,
  FixtureExchange,
  FixtureHeaders,
  FixtureRequest,
  Json,
} from '../fixture.js';
import type { ArtifactPlan } from './artifact-plan.js';
import { type BodyContent, bodyContent } from './body-content.js';
import { changedBytes, expectedBody, isLossless } from './expected-body.js';
import { type ExpectedPiece, ExpectedTexts, isVolatile, matcherOf } from './expected-texts.js';
import { mapHeader, mapUrl } from './header-texts.js';
import { issuedToken } from './issued-tokens.js';
import { bodyShape, mapLeaves } from './leaf-texts.js';
import type { RawBody, RawExchange, RawHeaders, RawNamedValue, RawRecording } from './raw-recording.js';
import { decodeBase64, type Secrets } from './secrets.js';

/** What a case is made with. */
export interface BuildOptions {
  readonly recording: RawRecording;
  readonly secrets: Secrets;
  /** What goes beside the fixture, secrets included. */
  readonly plan: ArtifactPlan;
  /** Paths relative to the fixture. */
  readonly artifacts: readonly string[];
}

/** Headers that belong to a connection, not to a message. */
const connectionHeaders = [
  ...['connection', 'proxy-connection', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect', 'http2-settings'],
];
const notSent = new Set([...connectionHeaders, 'content-length']);
const notCompared = new Set([...notSent, 'host', 'transfer-encoding', 'date', 'server']);

/** Makes a case of a recording: what went in, with placeholders for secrets, and what has to come out. */
export function buildCase(options: BuildOptions): FixtureCase {
  return new CaseBuilder(options).build();
}

class CaseBuilder {
  readonly #options: BuildOptions;
  readonly #texts: ExpectedTexts;
  /** What is left out of the case, for its source. */
  readonly #notes: string[] = [];
  readonly #answersFed = new Set<RawExchange>();

  constructor(options: BuildOptions) {
    const { plan, recording, secrets } = options;
    const { at, duration, request } = recording;
    this.#options = options;
    this.#texts = new ExpectedTexts({
      ...{ secrets, at, duration },
      inPlace: plan.inPlace,
      remoteAddress: request.remoteAddress,
    });
  }

  build(): FixtureCase {
    const { recording, artifacts } = this.#options;
    const { request, answer, exchanges, at, revision } = recording;
    const path = this.#replacedUrl(request.target);
    const sent = this.#request(path);
    this.#feedStart();
    const calls = exchanges.map((exchange, index) => {
      this.#feedAnswers(exchange.begun);
      return this.#exchange(exchange, index);
    });
    this.#feedAnswers(Number.POSITIVE_INFINITY);
    const expect = this.#expect();
    const instant = new Date(at).toISOString();
    return {
      name: `${request.method} ${path} is answered with ${answer.status}`,
      source: [`recorded at ${instant}, revision ${revision}`, ...new Set(this.#notes)].join('; '),
      ...(artifacts.length > 0 && { artifacts }),
      entry: { http: true },
      clock: instant,
      request: sent,
      ...(calls.length > 0 && { exchanges: calls }),
      expect,
    };
  }

  /** What is there when the flow starts. */
  #feedStart(): void {
    const { plan, recording } = this.#options;
    const { headers, body, target } = recording.request;
    const values = [...plan.environment, ...plan.systemProperties].map(({ value }) => value);
    const beside = [...plan.files, ...plan.registry].map(({ text }) => text);
    for (const text of [target, ...values, ...beside]) this.#texts.feed(text);
    this.#feedMessage(headers, body);
  }

  /** The answers that were there at some time, which have not been fed yet. */
  #feedAnswers(until: number): void {
    for (const exchange of this.#options.recording.exchanges) {
      const { answered, outcome } = exchange;
      if (outcome.kind === 'error' || answered > until || this.#answersFed.has(exchange)) continue;
      this.#answersFed.add(exchange);
      this.#feedMessage(outcome.headers, outcome.body);
    }
  }

  #feedMessage(headers: RawHeaders, body: RawBody | null): void {
    for (const [, value] of headers) this.#texts.feed(value);
    const content = bodyContent(body, headers);
    if (content) this.#texts.feed(content.text);
  }

  #request(path: string): FixtureRequest {
    const { plan, recording } = this.#options;
    const { method, headers, body } = recording.request;
    const scopes = Object.entries({ env: plan.environment, system: plan.systemProperties }).filter(
      ([, values]) => values.length > 0,
    );
    return {
      method,
      path,
      headers: this.#replacedHeaders(headers),
      ...(body !== null && { body: this.#requestBody(body, headers) }),
      ...(scopes.length > 0 && {
        properties: Object.fromEntries(scopes.map(([scope, values]) => [scope, this.#replacedValues(values)])),
      }),
    };
  }

  #requestBody(body: RawBody, headers: RawHeaders): FixtureBody {
    const content = bodyContent(body, headers);
    if (content === undefined) return '';
    const { text, type, plain } = content;
    const changed = this.#replacedText(content);
    if (!plain) return { base64: changedBytes(content, changed).toString('base64') };
    const data: unknown = bodyShape(text, type) === 'json' ? JSON.parse(changed) : undefined;
    // A compact JSON text is written again byte for byte.
    return data !== undefined && JSON.stringify(data) === changed && isLossless(changed, data)
      ? { json: data as Json }
      : changed;
  }

  #exchange(exchange: RawExchange, index: number): FixtureExchange {
    const request = this.#call(exchange);
    const response = this.#answer(exchange);
    return { request, response, ...(this.#isOptional(exchange, index) && { optional: true }) };
  }

  /** A token that was fetched for later, or for an earlier request, need not be fetched in a replay. */
  #isOptional(exchange: RawExchange, index: number): boolean {
    const { exchanges, answer } = this.#options.recording;
    const token = issuedToken(exchange);
    if (token === undefined) return false;
    const later = exchanges.slice(index + 1).map(({ url, headers, body }) => [url, headers, textOf(body)]);
    const used = JSON.stringify([later, answer.headers, textOf(answer.body)]).includes(token);
    return exchange.borrowed || !used;
  }

  #call({ method, url, headers, body }: RawExchange): ExpectedCall {
    const texts = this.#texts;
    const expected = { method, url: matcherOf(mapUrl<ExpectedPiece>(url, (leaf, name) => texts.pieces(leaf, name))) };
    const fields = this.#expectedHeaders(headers, (pieces) => !isVolatile(pieces));
    const matcher = this.#expectedBody(body, headers, `of the call ${method} ${this.#replacedUrl(url)}`);
    return {
      ...expected,
      ...(Object.keys(fields).length > 0 && { headers: fields }),
      ...(matcher !== undefined && { body: matcher }),
    };
  }

  #answer(exchange: RawExchange): FixtureAnswer {
    const { outcome } = exchange;
    if (outcome.kind === 'error') return { error: this.#errorOf(outcome.error) };
    const { status, headers, body } = outcome;
    const content = bodyContent(body, headers);
    const text = content && this.#replacedText(content);
    const bytes = content === undefined ? Buffer.alloc(0) : changedBytes(content, text!);
    const delayMs = this.#delay(exchange);
    return {
      status,
      headers: this.#replacedHeaders(headers, bytes.length > 0 ? bytes.length : undefined),
      ...(content !== undefined && { body: content.plain ? text! : { base64: bytes.toString('base64') } }),
      ...(delayMs !== undefined && { delayMs }),
    };
  }

  /** Only where calls ran at the same time does it matter how long each of them took. */
  #delay(exchange: RawExchange): number | undefined {
    const { begun, answered } = exchange;
    const parallel = this.#options.recording.exchanges.some(
      (other) => other !== exchange && !other.borrowed && other.begun < answered && begun < other.answered,
    );
    return parallel && !exchange.borrowed ? Math.max(1, Math.round(answered - begun)) : undefined;
  }

  #errorOf(error: string): NonNullable<FixtureAnswer['error']> {
    switch (error) {
      case 'refused':
      case 'reset':
      case 'timeout':
        return error;
      case 'connect-timeout':
        this.#notes.push('a connection was not made in time');
        return 'timeout';
      case 'closed':
      case 'protocol':
        this.#notes.push(`an answer was ${error === 'closed' ? 'not complete' : 'no HTTP'}`);
        return 'reset';
      default:
        this.#notes.push(`a call failed for the reason "${error}"`);
        return 'refused';
    }
  }

  #expect(): Expectation {
    const { status, headers, body } = this.#options.recording.answer;
    const fields = this.#expectedHeaders(headers, () => true);
    const matcher = this.#expectedBody(body, headers, 'of the answer');
    return {
      response: {
        status,
        ...(Object.keys(fields).length > 0 && { headers: fields }),
        ...(matcher !== undefined && { body: matcher }),
      },
    };
  }

  #expectedHeaders(
    headers: RawHeaders,
    wanted: (pieces: readonly ExpectedPiece[]) => boolean,
  ): Readonly<Record<string, Json>> {
    const texts = this.#texts;
    const fields = groupedHeaders(headers, notCompared).flatMap(([name, values]): [string, Json][] => {
      const all = values.map((value) => mapHeader<ExpectedPiece>(name, value, (leaf, at) => texts.pieces(leaf, at)));
      if (!all.every(wanted)) return [];
      const matchers = all.map((pieces) => withReadableBasic(matcherOf(pieces)));
      return [[name, matchers.length === 1 ? matchers[0]! : matchers]];
    });
    return Object.fromEntries(fields);
  }

  #expectedBody(body: RawBody | null, headers: RawHeaders, which: string): ReturnType<typeof expectedBody> {
    if (body !== null && body.size > body.bytes.length) {
      this.#notes.push(`the body ${which} has ${body.size} bytes, too many to be compared`);
      return undefined;
    }
    if (body !== null && !body.ended) {
      this.#notes.push(`the body ${which} was not read to its end`);
      return undefined;
    }
    const matcher = expectedBody(bodyContent(body, headers), this.#texts);
    if (matcher === undefined) this.#notes.push(`the body ${which} is packed and another one in each run`);
    return matcher;
  }

  #replacedText({ text, type }: BodyContent): string {
    const { secrets } = this.#options;
    return mapLeaves<string>(text, bodyShape(text, type), (leaf, name) => [secrets.replace(leaf, name)]).join('');
  }

  #replacedUrl(url: string): string {
    return mapUrl<string>(url, (leaf, name) => [this.#options.secrets.replace(leaf, name)]).join('');
  }

  #replacedValues(values: readonly RawNamedValue[]): Readonly<Record<string, string>> {
    const { secrets } = this.#options;
    return Object.fromEntries(values.map(({ name, value }) => [name, secrets.replace(value, name)]));
  }

  /** @param length of the body that goes along, in the place of the recorded one */
  #replacedHeaders(headers: RawHeaders, length?: number): FixtureHeaders {
    const { secrets } = this.#options;
    const skipped = length === undefined ? notSent : new Set(connectionHeaders);
    const fields = groupedHeaders(headers, skipped).map(([name, values]): [string, string | string[]] => {
      if (name.toLowerCase() === 'content-length') return [name, String(length)];
      const replaced = values.map((value) => {
        const text = mapHeader<string>(name, value, (leaf, at) => [secrets.replace(leaf, at)]).join('');
        return withReadableBasic(text);
      });
      return [name, replaced.length === 1 ? replaced[0]! : replaced];
    });
    return Object.fromEntries(fields);
  }
}

function groupedHeaders(headers: RawHeaders, skipped: ReadonlySet<string>): [name: string, values: string[]][] {
  const groups = new Map<string, [string, string[]]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (skipped.has(key)) continue;
    const group = groups.get(key);
    if (group) group[1].push(value);
    else groups.set(key, [name, [value]]);
  }
  return [...groups.values()];
}

/** `Basic {{basic user:password}}` in the place of base64 that nobody can read. */
function withReadableBasic<Value>(value: Value): Value | string {
  const encoded = typeof value === 'string' ? /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(value)?.[1] : undefined;
  const credentials = encoded === undefined ? undefined : decodeBase64(encoded);
  if (credentials === undefined || !/^[^{}]*:[^{}]*$/.test(credentials)) return value;
  return `Basic {{basic ${credentials}}}`;
}

function textOf(body: RawBody | null): string {
  return body === null ? '' : Buffer.from(body.bytes).toString('latin1');
}
