import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Metrics } from '../observe/index.js';
import { answerRecording } from './admin-recording.js';
import type { DeploymentDescription, Health } from './describe-deployment.js';
import type { RecordingControl } from './recording-control.js';

/** Where the gateway stands in its life. */
export type Readiness = 'starting' | 'ready' | 'draining';

/** What the admin server shows. */
export interface AdminOptions {
  readonly version: string;
  readonly readiness: () => Readiness;
  readonly health: () => Health;
  readonly describe: () => DeploymentDescription | Promise<DeploymentDescription>;
  /** Undefined while they are being set up. */
  readonly metrics: () => Pick<Metrics, 'contentType' | 'expose'> | undefined;
  /** Starts and stops the recording of requests; undefined = it cannot be started. */
  readonly recording?: RecordingControl | undefined;
  /** Bearer token that everything but the bare probes asks for. Without one only this machine may ask. */
  readonly token: string | undefined;
}

/** Thrown when the admin server would be open to the network without a token. */
export class OpenAdminError extends Error {
  override readonly name = 'OpenAdminError';
}

/** Whether an address to bind to is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Makes the admin server: health, readiness, metrics, and what is deployed.
 * @param host address that it will be bound to
 * @throws OpenAdminError for an address of the network without a token
 */
export function createAdminServer(options: AdminOptions, host: string): Server {
  if (!isLoopback(host) && !options.token) {
    throw new OpenAdminError(`the admin server may be bound to ${host} only with a token`);
  }
  return createServer({ maxHeaderSize: 8192, requestTimeout: 10_000 }, (request, response) => {
    answer(request, response, options).catch(() => send(response, 500, { error: 'failed' }));
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, options: AdminOptions): Promise<void> {
  const { method, url = '/' } = request;
  const path = url.split('?', 1)[0];
  if (path === '/recording') return answerOrder(request, response, options);
  request.resume();
  if (method !== 'GET' && method !== 'HEAD')
    return send(response, 405, { error: 'only GET is answered' }, { Allow: 'GET, HEAD' });
  if (!isLocalName(request, options)) return send(response, 403, { error: 'unknown host name' });
  const trusted = isTrusted(request, options.token);
  const probe = probes[path];
  if (probe) return probe(response, options, trusted);
  if (!trusted) return refuseStranger(response);
  if (path === '/deployment') return send(response, 200, await options.describe());
  if (path === '/metrics' || path === '/metric-service/metrics') return sendMetrics(response, options.metrics());
  return send(response, 404, { error: 'unknown path' });
}

/** The one path that takes orders. */
async function answerOrder(request: IncomingMessage, response: ServerResponse, options: AdminOptions): Promise<void> {
  const admitted = isLocalName(request, options) && isTrusted(request, options.token);
  if (!admitted) request.resume();
  if (!isLocalName(request, options)) return send(response, 403, { error: 'unknown host name' });
  if (!admitted) return refuseStranger(response);
  const { status, body, headers } = await answerRecording(request, options.recording);
  request.resume();
  return send(response, status, body, headers);
}

function refuseStranger(response: ServerResponse): void {
  send(response, 401, { error: 'a token is needed' }, { 'WWW-Authenticate': 'Bearer' });
}

type Probe = (response: ServerResponse, options: AdminOptions, trusted: boolean) => void;

/** Paths that orchestrators ask without a token; details only to those that are trusted. */
const probes: Readonly<Record<string, Probe>> = {
  '/healthz': (response, { version, health }, trusted) => {
    const { whole, revision, faulty } = health();
    const status = whole ? 'ready' : 'incomplete';
    send(response, whole ? 200 : 503, { status, ...(trusted && { version, revision, faulty }) });
  },
  '/liveness': (response) => send(response, 200, { server: 'started' }),
  '/readyz': (response, { readiness }) => {
    const status = readiness();
    send(response, status === 'ready' ? 200 : 503, { status });
  },
};

async function sendMetrics(response: ServerResponse, metrics: ReturnType<AdminOptions['metrics']>): Promise<void> {
  if (!metrics) return send(response, 503, { error: 'metrics are not ready' });
  const text = await metrics.expose();
  response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' });
  response.end(text);
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return;
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** Without a token the Host header must name this machine: a web page could otherwise reach it under its own name. */
function isLocalName({ headers }: IncomingMessage, { token }: AdminOptions): boolean {
  if (token) return true;
  const name = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isLoopback(name);
}

/** Compares in a time that does not depend on how much is right. */
function isTrusted({ headers }: IncomingMessage, token: string | undefined): boolean {
  if (!token) return true;
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
