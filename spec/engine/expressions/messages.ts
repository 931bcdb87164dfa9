import type { Place } from '../../../engine/errors/index.js';
import { Report } from '../../../engine/errors/index.js';
import type { ExpressionContext } from '../../../engine/expressions/index.js';
import { Exchange, Message, type Services, type Value } from '../../../engine/message/index.js';
import { type FlowLog, ManualClock, SeededRandom, silentFlowLog } from '../../../engine/observe/index.js';
import { quietServices } from '../../support/quiet-services.js';

/** What a test message holds; nothing by default. */
export interface MessageParts {
  readonly json?: string;
  readonly xml?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, Value>>;
  readonly axis2?: Readonly<Record<string, Value>>;
  readonly variables?: Readonly<Record<string, Value>>;
  /** Parameters of a running template. */
  readonly parameters?: Readonly<Record<string, Value>>;
  /** Registry resources by path. */
  readonly registry?: Readonly<Record<string, Value>>;
  /** Registry properties by `path@name`. */
  readonly registryProperties?: Readonly<Record<string, string>>;
  readonly configs?: Readonly<Record<string, string>>;
}

/** A message, and the warnings that were logged for it. */
export interface TestMessage {
  readonly message: Message;
  readonly warnings: string[];
}

/** The time of the test clock. */
export const testTime = Date.UTC(2025, 0, 5, 15, 4, 5, 67);

/** A message with no network, no files, and a clock that stands still. */
export function testMessage(parts: MessageParts = {}): TestMessage {
  const warnings: string[] = [];
  const log: FlowLog = { ...silentFlowLog, warn: (text) => warnings.push(text) };
  const exchange = new Exchange({ services: services(parts, log), client });
  const message = new Message(exchange);
  for (const [name, value] of Object.entries(parts.headers ?? {})) message.headers.set(name, value);
  for (const [name, value] of Object.entries(parts.properties ?? {})) message.properties.set(name, value);
  for (const [name, value] of Object.entries(parts.axis2 ?? {})) message.axis2.set(name, value);
  for (const [name, value] of Object.entries(parts.variables ?? {})) message.variables.set(name, value);
  if (parts.parameters) message.templateParameters.push(new Map(Object.entries(parts.parameters)));
  if (parts.json !== undefined) message.setJson(parts.json);
  if (parts.xml !== undefined) message.setXmlText(parts.xml);
  return { message, warnings };
}

const client = {
  method: 'POST',
  target: '/',
  scheme: 'http',
  host: 'localhost',
  remoteAddress: '127.0.0.1',
  remoteHost: 'localhost',
  httpVersion: '1.1',
} as const;

function services(parts: MessageParts, log: FlowLog): Services {
  const { registry = {}, registryProperties = {}, configs = {} } = parts;
  const quiet = quietServices();
  return {
    ...quiet,
    clock: new ManualClock(testTime),
    random: new SeededRandom(1),
    registry: {
      ...quiet.registry,
      text: (path) => (typeof registry[path] === 'string' ? registry[path] : undefined),
      value: (path) => registry[path],
      property: (path, name) => registryProperties[`${path}@${name}`],
    },
    log,
    config: (name) => configs[name],
  };
}

/** A context whose places are columns of line 1, and its report. */
export function testContext(namespaces: Readonly<Record<string, string>> = {}): ExpressionContext {
  const place = (offset: number): Place => ({ file: 'test.xml', line: 1, column: offset + 1 });
  return { namespaces: new Map(Object.entries(namespaces)), place, report: new Report() };
}
