import assert from 'node:assert/strict';
import {
  type Authorizer,
  createEndpoint,
  type Endpoint,
  type EndpointReadContext,
  type EndpointTemplate,
  readEndpoint,
  readEndpointTemplate,
  TransportError,
  type TransportErrorKind,
} from '../../../engine/endpoints/index.js';
import { Report } from '../../../engine/errors/index.js';
import {
  Exchange,
  type FaultHandler,
  type Message,
  type Outbound,
  type OutboundRequest,
  type OutboundResponse,
  readRequest,
  readSettings,
  type Services,
} from '../../../engine/message/index.js';
import { type FlowLevel, ManualClock } from '../../../engine/observe/index.js';
import { type ArtifactElement, parseArtifact } from '../../../engine/xml/index.js';
import { quietServices } from '../../support/quiet-services.js';

const synapse = 'http://ws.apache.org/ns/synapse';

/** Reads XML of the Synapse namespace. */
export function artifact(xml: string): ArtifactElement {
  const report = new Report();
  const element = parseArtifact(xml.replace(/^<([\w-]+)/, `<$1 xmlns="${synapse}"`), 'test.xml', report);
  assert.deepEqual(report.findings, []);
  return element!;
}

/** The endpoint of some XML that has no errors. */
export function endpoint(xml: string, context: Partial<EndpointReadContext> = {}): Endpoint {
  const report = new Report();
  const definition = readEndpoint(artifact(xml), { report, reference: () => {}, ...context });
  assert.deepEqual(
    report.findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  return createEndpoint(definition!);
}

/** The endpoint template of some XML. */
export function template(xml: string): EndpointTemplate {
  return readEndpointTemplate(artifact(xml), { report: new Report(), reference: () => {} })!;
}

/** What a scripted backend does with one request. */
export type Reply =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly reason?: string;
    }
  | { readonly error: TransportErrorKind; readonly state?: number; readonly limit?: 'socket' | 'total' }
  | ((request: OutboundRequest) => Promise<OutboundResponse>);

/** An outbound that answers by a script and keeps what it was asked. */
export class ScriptedOutbound implements Outbound {
  readonly requests: OutboundRequest[] = [];

  constructor(readonly replies: Reply[]) {}

  async send(request: OutboundRequest): Promise<OutboundResponse> {
    this.requests.push(request);
    const reply = this.replies.shift();
    if (!reply) throw new Error(`nothing is scripted for ${request.method} ${String(request.url)}`);
    if (typeof reply === 'function') return reply(request);
    if ('error' in reply) {
      throw new TransportError(
        reply.error,
        reply.state ?? 0,
        `scripted ${reply.error}`,
        reply.limit ? { limit: reply.limit } : {},
      );
    }
    const body = Buffer.from(reply.body ?? '');
    return { status: reply.status, reason: reply.reason ?? '', headers: Object.entries(reply.headers ?? {}), body };
  }

  async close(): Promise<void> {}

  /** `METHOD url` of each request. */
  get lines(): string[] {
    return this.requests.map(({ method, url }) => `${method} ${String(url)}`);
  }

  /** A header of a request. */
  header(index: number, name: string): string | undefined {
    return this.requests[index]!.headers.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
  }

  /** The body of a request as text. */
  body(index: number): string {
    const { body } = this.requests[index]!;
    return Buffer.isBuffer(body) ? body.toString() : String(body);
  }
}

/** JSON 200. */
export const ok: Reply = {
  status: 200,
  reason: 'OK',
  headers: { 'Content-Type': 'application/json' },
  body: '{"ok":true}',
};

/** What a test can set of the surroundings of a flow. */
export interface WorldOptions {
  readonly replies?: Reply[];
  readonly outbound?: Outbound;
  readonly settings?: Readonly<Record<string, string>>;
  readonly endpoints?: Readonly<Record<string, Endpoint>>;
  readonly templates?: Readonly<Record<string, EndpointTemplate>>;
  readonly sequences?: Readonly<Record<string, FaultHandler>>;
  readonly authorizer?: Authorizer;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Everything around a message, with hands on the clock, the backends and the log. */
export class World {
  readonly clock = new ManualClock();
  readonly outbound: ScriptedOutbound;
  readonly log: string[] = [];
  readonly services: Services;

  constructor(options: WorldOptions = {}) {
    this.outbound = new ScriptedOutbound(options.replies ?? []);
    const { endpoints = {}, templates = {}, sequences = {}, authorizer, environment = {} } = options;
    const write = (level: FlowLevel) => (text: string) => void this.log.push(`${level} ${text}`);
    const services = {
      ...quietServices(),
      clock: this.clock,
      outbound: options.outbound ?? this.outbound,
      settings: readSettings(new Map(Object.entries(options.settings ?? {}))),
      log: {
        enabled: () => true,
        trace: write('trace'),
        debug: write('debug'),
        info: write('info'),
        warn: write('warn'),
        error: write('error'),
        fatal: write('fatal'),
      },
      artifacts: {
        endpoint: (key: string) => endpoints[key],
        endpointTemplate: (name: string) => templates[name],
        sequence: (key: string) => (sequences[key] ? { handler: sequences[key] } : undefined),
      },
      authorizer,
      environment: (name: string) => environment[name],
    };
    this.services = services;
  }

  /** A message as it comes in; by default a JSON POST of `{"a":1}` whose path is not handed on. */
  message(request: RequestOptions = {}): Message {
    const {
      method = 'POST',
      target = '/',
      headers = { 'Content-Type': 'application/json' },
      body = '{"a":1}',
      postfix,
      signal,
      deadline,
    } = request;
    const exchange = new Exchange({
      services: this.services,
      client: {
        method,
        target,
        scheme: 'http',
        host: 'gateway.example',
        remoteAddress: '127.0.0.1',
        remoteHost: 'localhost',
        httpVersion: '1.1',
      },
      ...(signal ? { signal } : {}),
      ...(deadline === undefined ? {} : { deadline }),
    });
    const source = typeof body === 'string' ? Buffer.from(body) : body;
    const message = readRequest(exchange, { headers: Object.entries(headers), body: source });
    if (postfix === undefined) message.axis2.delete('REST_URL_POSTFIX');
    else message.axis2.set('REST_URL_POSTFIX', postfix);
    return message;
  }
}

/** A request of a client. */
export interface RequestOptions {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | import('node:stream').Readable | null;
  /** REST_URL_POSTFIX; default: none. */
  readonly postfix?: string;
  readonly signal?: AbortSignal;
  readonly deadline?: number;
}

/** Text of a default-scope property; undefined when it is unset. */
export function property(message: Message, name: string): string | undefined {
  const value = message.properties.get(name);
  return value === undefined || value === null ? undefined : String(value);
}

/** Text of an axis2 property. */
export function axis2(message: Message, name: string): string | undefined {
  const value = message.axis2.get(name);
  return value === undefined || value === null ? undefined : String(value);
}

/** The body of a message as JSON text. */
export async function jsonBody(message: Message): Promise<string | undefined> {
  await message.build();
  return message.jsonText;
}

/** Sends without blocking and expects a fault; returns its code and text as the properties of the message have them. */
export async function faultOf(
  to: Endpoint,
  message: Message,
  blocking = false,
): Promise<{ code: string | undefined; text: string | undefined }> {
  await assert.rejects(to.send(message, { blocking, outOnly: false }));
  return { code: property(message, 'ERROR_CODE'), text: property(message, 'ERROR_MESSAGE') };
}
