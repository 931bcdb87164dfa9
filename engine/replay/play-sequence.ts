import type { Snapshot } from '../compile/index.js';
import { Fault } from '../errors/index.js';
import {
  type ClientResponse,
  collect,
  Exchange,
  formatBody,
  JavaNumber,
  type Message,
  readRequest,
  type Value,
  valueText,
} from '../message/index.js';
import { mediate } from '../run/index.js';
import { serializeXml } from '../xml/index.js';
import type { ActualResponse } from './capture.js';
import type { Actual, ActualFault, ActualMessage } from './check-outcome.js';
import type { FixtureRequest } from './fixture.js';
import { writeRequestBody } from './request-body.js';

/** Runs a sequence over a request, through the engine alone. */
export async function runSequence(
  name: string,
  request: FixtureRequest,
  snapshot: Snapshot,
): Promise<Omit<Actual, 'log'>> {
  let delivered: ClientResponse | undefined;
  const exchange = new Exchange({
    services: snapshot.services,
    client: clientOf(request),
    deliver: (response) => {
      delivered = response;
    },
  });
  const message = readRequest(exchange, writeRequestBody(request));
  for (const [scope, values] of Object.entries(request.properties ?? {})) {
    for (const [property, value] of Object.entries(values)) preset(message, scope, property, presetValue(value));
  }
  const sequence = snapshot.artifacts.sequence(name);
  if (sequence === undefined) throw new Error(`there is no sequence ${name}`);
  let outcome: string;
  let fault: ActualFault | undefined;
  try {
    const ended = await mediate(message, sequence.run);
    outcome = ended ? 'continue' : (exchange.ending ?? 'handled');
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    outcome = 'fault';
    fault = { code: String(thrown.errorCode), message: thrown.message };
  }
  await exchange.settled();
  const response = delivered === undefined ? undefined : await responseOf(delivered);
  const last = await messageOf(message);
  return {
    outcome,
    fault: faultOf(message) ?? fault,
    message: last,
    property: propertyReader(message),
    ...(response === undefined ? {} : { response }),
  };
}

function clientOf({ method = 'GET', path = '/' }: FixtureRequest): Exchange['client'] {
  return {
    method,
    target: path,
    scheme: 'http',
    host: 'localhost:8290',
    remoteAddress: '127.0.0.1',
    remoteHost: 'localhost',
    httpVersion: '1.1',
  };
}

function preset(message: Message, scope: string, name: string, value: Value): void {
  if (scope === 'variable') message.variables.set(name, value);
  else message.setProperty(scope, name, value);
}

function presetValue(value: unknown): Value {
  if (typeof value !== 'number') return value as string | boolean | null;
  return new JavaNumber(Number.isInteger(value) ? 'int' : 'double', value);
}

/** The fault as its handlers see it. */
function faultOf({ properties }: Message): ActualFault | undefined {
  const code = properties.get('ERROR_CODE');
  if (code === undefined) return undefined;
  return { code: valueText(code) ?? '', message: valueText(properties.get('ERROR_MESSAGE')) ?? '' };
}

/**
 * The message as it stands: an unread body as it is, else as its formatter writes it. A SOAP fault stays one, though a
 * REST client would be sent something else.
 */
async function messageOf(message: Message): Promise<ActualMessage> {
  const source = message.built ? undefined : message.takeSource();
  const held =
    source === undefined || Buffer.isBuffer(source) ? source : await collect(source, Number.POSITIVE_INFINITY);
  return {
    headers: message.headers.entries(),
    body: () => ({ bytes: held ?? writtenBody(message), contentType: message.headers.get('Content-Type') }),
  };
}

function writtenBody(message: Message): Buffer {
  const isFault = message.rest && message.hasSoapFault;
  return isFault ? Buffer.from(serializeXml(message.payload!)) : formatBody(message).bytes;
}

async function responseOf({ status, headers, body }: ClientResponse): Promise<ActualResponse> {
  const bytes = body === null || Buffer.isBuffer(body) ? body : await collect(body, Number.POSITIVE_INFINITY);
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const pairs = headers.map(([name, value]) => [name, value] as const);
  return { status, headers: pairs, body: { bytes: bytes ?? Buffer.alloc(0), contentType } };
}

/** Reads properties of a message for `expect.properties`: numbers as numbers where that matters, else as text. */
export function propertyReader(message: Message): NonNullable<Actual['property']> {
  return (scope, name, typed) => {
    const value = scope === 'variable' ? message.variables.get(name) : message.getProperty(scope, name);
    if (value === undefined || value === null) return null;
    if (typeof value === 'boolean') return value;
    const text = valueText(value);
    return typed && value instanceof JavaNumber && text !== null ? Number(text) : text;
  };
}
