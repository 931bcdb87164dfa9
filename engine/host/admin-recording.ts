import type { IncomingMessage } from 'node:http';
import { type RecordingControl, RecordingRefusedError, type RecordingTarget } from './recording-control.js';

/** An answer of the admin server. */
export interface AdminReply {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A longer order is none. */
const longestOrder = 4096;

/**
 * `/recording`: how the recording of requests stands, and orders to start and stop it:
 * `{"action": "start", "api": "Name"}`, `"sequence"` in place of `"api"`, neither for all requests; `"directory"` names a
 * folder below the directory for recordings. `{"action": "stop"}`.
 */
export async function answerRecording(
  request: IncomingMessage,
  control: RecordingControl | undefined,
): Promise<AdminReply> {
  const { method } = request;
  if (!control)
    return { status: 404, body: { error: 'nothing is recorded: the gateway was started without --record' } };
  if (method === 'GET' || method === 'HEAD') return { status: 200, body: control.status };
  if (method !== 'POST') {
    return { status: 405, body: { error: 'only GET and POST are answered' }, headers: { Allow: 'GET, HEAD, POST' } };
  }
  if (!isOrder(request)) return { status: 415, body: { error: 'an order is application/json' } };
  try {
    const text = await read(request);
    if (text === undefined) return { status: 413, body: { error: 'the order is too long' } };
    carryOut(text, control);
    return { status: 200, body: control.status };
  } catch (error) {
    if (!(error instanceof RecordingRefusedError)) throw error;
    return { status: 400, body: { error: error.message } };
  }
}

/**
 * A web page of another origin can send such a type only when it is allowed to, and it is not: so no page that somebody
 * looks at on this machine can give orders.
 */
function isOrder({ headers }: IncomingMessage): boolean {
  return /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '') && headers.origin === undefined;
}

async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestOrder) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const members: ReadonlySet<string> = new Set(['action', 'api', 'sequence', 'directory']);

/** @throws RecordingRefusedError */
function carryOut(text: string, control: RecordingControl): void {
  const order = parse(text);
  const unknown = Object.keys(order).find((name) => !members.has(name));
  if (unknown !== undefined) throw new RecordingRefusedError(`${JSON.stringify(unknown)} is not known`);
  const { action, directory = '' } = order;
  if (action === 'stop') control.stop();
  else if (action === 'start') control.start(targetOf(order), directory);
  else throw new RecordingRefusedError('action must be "start" or "stop"');
}

function parse(text: string): Readonly<Record<string, string>> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new RecordingRefusedError('the order is not JSON');
  }
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  if (!isObject || !Object.values(data as object).every((value) => typeof value === 'string')) {
    throw new RecordingRefusedError('the order must be an object of texts');
  }
  return data as Readonly<Record<string, string>>;
}

function targetOf({ api, sequence }: Readonly<Record<string, string>>): RecordingTarget {
  if (api !== undefined && sequence !== undefined) {
    throw new RecordingRefusedError('name an api or a sequence, not both');
  }
  if (api !== undefined) return { kind: 'api', name: api };
  return sequence === undefined ? { kind: 'all' } : { kind: 'sequence', name: sequence };
}
