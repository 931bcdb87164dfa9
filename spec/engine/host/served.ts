import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { type AnyMediator, type CompileOptions, defineMediator } from '../../../engine/compile/index.js';
import { type Deployment, loadDeployment } from '../../../engine/deploy/index.js';
import { createHost, type Host, type HostLimits, type HostServer, listen } from '../../../engine/host/index.js';
import { compileOptions } from '../../../engine/index.js';
import type { CancelSignal, Message, Value } from '../../../engine/message/index.js';
import {
  type AccessRecord,
  type Clock,
  createLogger,
  type FlowLog,
  silentFlowLog,
  systemClock,
} from '../../../engine/observe/index.js';

/** The Synapse namespace, as attributes of a root element. */
export const ns = 'xmlns="http://ws.apache.org/ns/synapse"';

/** A host on a free port of the loopback interface. */
export interface Served {
  readonly deployment: Deployment;
  readonly host: Host;
  readonly server: HostServer;
  /** What the access log got. */
  readonly records: AccessRecord[];
  /** What the flows and the host logged. */
  readonly lines: string[];
  close(): Promise<void>;
}

/** What a test serves with. */
export interface ServeTestOptions {
  readonly limits?: Partial<HostLimits>;
  readonly clock?: Clock;
  readonly properties?: Readonly<Record<string, string>>;
  /** A mediator `<probe/>` that does this. */
  readonly probe?: (message: Message) => boolean | Promise<boolean>;
  readonly paths?: readonly string[];
}

/** Resolves when an exchange is given up. */
export function givenUp(signal: CancelSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

const open = new Set<Served>();

/** Closes what a test left open: for `afterEach`. */
export async function closeServed(): Promise<void> {
  const left = [...open];
  open.clear();
  await Promise.all(left.map((served) => served.close()));
}

/** Serves artifacts until `closeServed`. */
export async function serve(artifacts: readonly string[], options: ServeTestOptions = {}): Promise<Served> {
  const lines: string[] = [];
  const records: AccessRecord[] = [];
  const deployment = loadDeployment({
    compile: withProbe(options.probe),
    paths: options.paths ?? [],
    artifacts: artifacts.map((content, index) => ({ file: `artifact-${index}.xml`, content })),
    properties: new Map(Object.entries(options.properties ?? {})),
    clock: options.clock ?? systemClock,
    log: flowLog(lines),
  });
  const errors = deployment.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const host = createHost({
    deployment,
    logger: createLogger({ format: 'json', stream: { write: (line) => void lines.push(line) } }),
    accessLog: (record) => records.push(record),
    clock: options.clock ?? systemClock,
    ...(options.limits && { limits: options.limits }),
  });
  const server = await listen(host, { port: 0, host: '127.0.0.1', ...(options.limits && { limits: options.limits }) });
  const close = async (): Promise<void> => {
    host.abort();
    server.server.closeAllConnections();
    if (server.server.listening) await new Promise((resolve) => server.server.close(resolve));
    await deployment.snapshot.services.outbound.close();
  };
  const served = { deployment, host, server, records, lines, close };
  open.add(served);
  return served;
}

function withProbe(probe: ServeTestOptions['probe']): CompileOptions {
  if (!probe) return compileOptions;
  const mediator = defineMediator({ element: 'probe', summary: '', compile: () => probe }) as AnyMediator;
  return { mediators: new Map([...compileOptions.mediators, ['probe', mediator]]) };
}

function flowLog(lines: string[]): FlowLog {
  const write = (text: string): void => void lines.push(text);
  return { ...silentFlowLog, enabled: () => true, debug: write, info: write, warn: write, error: write, fatal: write };
}

/** An answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** Sends a request and reads the answer. */
export function ask(
  { server }: Served,
  path: string,
  options: RequestOptions & { body?: string | Buffer } = {},
): Promise<Reply> {
  const { body, ...rest } = options;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ port: server.port, host: '127.0.0.1', path, ...rest }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          reason: incoming.statusMessage ?? '',
          headers: incoming.headers,
          rawHeaders: incoming.rawHeaders,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** Opens a connection to write to as one likes. */
export function dial({ server }: Served): Socket {
  return connect(server.port, '127.0.0.1');
}

/** Writes bytes to a connection, in packets of their own, and reads until it is closed. */
export function shout(served: Served, ...texts: string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = dial(served).setNoDelay();
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.once('error', () => resolve(answer));
    socket.once('close', () => resolve(answer));
    const writeNext = (): void => {
      const text = texts.shift();
      if (text !== undefined) socket.write(text, 'latin1', () => setImmediate(writeNext));
    };
    writeNext();
  });
}

/** An API of one resource. */
export function api(attributes: string, inSequence: string, rest = ''): string {
  return `<api ${ns} name="A" context="/api"><resource ${attributes}><inSequence>${inSequence}</inSequence>${rest}</resource></api>`;
}

/** Mediators that answer with a text. */
export function answering(text: string): string {
  return `<payloadFactory media-type="json"><format>{"r":"${text}"}</format><args/></payloadFactory><respond/>`;
}

/** Text of a property. */
export function property(message: Message, name: string): Value | undefined {
  return message.properties.get(name);
}
