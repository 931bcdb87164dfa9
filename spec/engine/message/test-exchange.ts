import {
  type Client,
  type ClientResponse,
  Exchange,
  type Header,
  type JavaNumber,
  type Message,
  readRequest,
  readSettings,
  type Services,
  type Value,
} from '../../../engine/message/index.js';
import { ManualClock, SeededRandom, silentFlowLog } from '../../../engine/observe/index.js';

/** What a spec changes of the surroundings. */
export interface TestSurroundings {
  readonly settings?: Record<string, string>;
  readonly localEntries?: Record<string, Value>;
  readonly resources?: Record<string, string>;
  readonly warnings?: string[];
}

/** Services without files, sockets and chance. */
export function testServices(surroundings: TestSurroundings = {}): Services {
  const { settings = {}, localEntries = {}, resources = {}, warnings } = surroundings;
  const stored = new Map(Object.entries(resources));
  return {
    clock: new ManualClock(Date.UTC(2024, 0, 1)),
    random: new SeededRandom(),
    registry: {
      text: (path) => stored.get(path),
      value: (path) => stored.get(path),
      property: (path, name) => stored.get(`${path}@${name}`),
      put: (path, text) => stored.set(path, text),
      putProperty: (path, name, text) => stored.set(`${path}@${name}`, text),
    },
    outbound: { send: () => Promise.reject(new Error('no backend here')), close: () => Promise.resolve() },
    log: { ...silentFlowLog, warn: (text) => void warnings?.push(text) },
    settings: readSettings(new Map(Object.entries(settings))),
    artifacts: undefined,
    localEntry: (key) => localEntries[key],
    systemProperty: (name) => (name === 'user.name' ? 'tester' : undefined),
    environment: (name) => (name === 'HOME' ? '/home/tester' : undefined),
    fileProperty: (name) => (name === 'limit' ? '5' : undefined),
    config: () => undefined,
  };
}

/** A request as specs write it. */
export interface TestRequest extends TestSurroundings {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string> | readonly Header[];
  readonly body?: string | Buffer | import('node:stream').Readable;
}

/** A message that came in, and the responses that its exchange hands over. */
export function receive(request: TestRequest = {}): { message: Message; responses: ClientResponse[] } {
  const { method = 'POST', path = '/t', headers = {}, body = null } = request;
  const responses: ClientResponse[] = [];
  const client: Client = {
    method,
    target: path,
    scheme: 'http',
    host: 'gateway.example:8290',
    remoteAddress: '192.0.2.7',
    remoteHost: 'client.example',
    httpVersion: '1.1',
  };
  const exchange = new Exchange({
    services: testServices(request),
    client,
    deliver: (response) => responses.push(response),
  });
  const list = Array.isArray(headers) ? headers : Object.entries(headers);
  const message = readRequest(exchange, {
    headers: list,
    body: typeof body === 'string' ? Buffer.from(body) : body,
  });
  return { message, responses };
}

/** Headers of a list by lower-case name; repeated ones joined with `|`. */
export function byName(headers: Iterable<Header>): Record<string, string> {
  const map: Record<string, string> = {};
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    map[key] = key in map ? `${map[key]}|${value}` : value;
  }
  return map;
}

/** A body as text; '' without one. */
export function textOf(body: ClientResponse['body']): string {
  if (body === null) return '';
  if (Buffer.isBuffer(body)) return body.toString();
  throw new Error('The body is a stream');
}

/** Has the body parsed. */
export const build = (message: Message): void => void message.build();

/** Sets an axis2 property as a flow does; the type counts only for a body that was built before. */
export const axis2 =
  (name: string, value: string | boolean | JavaNumber) =>
  (message: Message): void => {
    if (name === 'messageType') message.build();
    message.setProperty('axis2', name, value);
  };

/** One step after the other. */
export const steps =
  (...list: ((message: Message) => void)[]) =>
  (message: Message): void => {
    for (const step of list) step(message);
  };
