import type { Readable } from 'node:stream';
import {
  applyEndpointFormat,
  type Message,
  type OutboundRequest,
  type OutgoingRequest,
  writeRequest,
} from '../message/index.js';
import { addAddressing } from './addressing.js';
import type { LeafDefinition } from './definition.js';
import { withAuthorization } from './exchange.js';
import type { AnswerLimit } from './limits.js';
import { replayable } from './replayable.js';
import { endpointSettings } from './settings.js';

/** How a message is to be sent by a leaf endpoint. */
export interface WireOptions {
  /** Expanded, postfix appended. */
  readonly url: string;
  readonly method: string;
  readonly blocking: boolean;
  /** Undefined for one-way messages, for which nobody waits. */
  readonly limit: AnswerLimit | undefined;
  /** Value of the Authorization header, in place of any other. */
  readonly authorization: string | undefined;
  /** The body is kept in memory, so that it can be sent again. */
  readonly repeatable: boolean;
}

/** The request that a message becomes at a leaf endpoint. Throws Fault when it cannot be written. */
export function wireRequest(
  message: Message,
  definition: LeafDefinition,
  options: WireOptions,
): OutboundRequest | Promise<OutboundRequest> {
  const writing = write(message, definition, options);
  return writing instanceof Promise
    ? writing.then((written) => keptRequest(message, options, written))
    : keptRequest(message, options, writing);
}

/** A body that may have to be sent again is collected. */
function keptRequest(
  message: Message,
  options: WireOptions,
  written: OutgoingRequest,
): OutboundRequest | Promise<OutboundRequest> {
  if (!options.repeatable && !written.http10) return outboundRequest(message, options, written, written.body);
  const collecting = replayable(written.body, message.services.settings.maxBodyBytes);
  return collecting.then((body) => outboundRequest(message, options, written, body));
}

function outboundRequest(
  message: Message,
  { limit, blocking, authorization }: WireOptions,
  written: OutgoingRequest,
  body: Buffer | Readable | null,
): OutboundRequest {
  const { settings } = message.services;
  return {
    method: written.method,
    url: written.url,
    headers: authorization === undefined ? written.headers : withAuthorization(written.headers, authorization),
    body,
    keepAlive: written.keepAlive && endpointSettings(settings).keepAlive,
    http10: written.http10,
    absoluteUri: written.absoluteUri,
    connectTimeout: settings.connectTimeout,
    idleTimeout: blocking && limit ? limit.duration : settings.socketTimeout,
    contentLength: isStream(body) ? written.contentLength : undefined,
    totalTimeout: limit?.duration,
    // Nobody waits for a one-way message, so nobody's departure ends it.
    signal: limit && message.exchange.signal,
  };
}

function isStream(body: Buffer | Readable | null): body is Readable {
  return body !== null && !Buffer.isBuffer(body);
}

/** Writes the message in the format of the endpoint; the message itself stays as it is. */
function write(
  message: Message,
  definition: LeafDefinition,
  { method, url, blocking }: WireOptions,
): OutgoingRequest | Promise<OutgoingRequest> {
  const { format, encoding, addressing } = definition;
  const aim = { method, url, blocking };
  if (format === 'rest') return writeAsRest(message, () => writeRequest(message, aim));
  const ownCopy = message.built && (format !== undefined || encoding !== undefined || addressing !== undefined);
  if (!ownCopy) return writeRequest(message, aim);
  const copy = message.copy();
  if (format !== undefined) applyEndpointFormat(copy, format, encoding);
  else if (encoding !== undefined) copy.axis2.set('CHARACTER_SET_ENCODING', encoding);
  if (addressing !== undefined && !copy.rest) addAddressing(copy, addressing, url, message.messageId);
  return writeRequest(copy, aim);
}

/** A body that nobody has read cannot be copied, so the message itself takes the format while it is written. */
async function writeAsRest(
  message: Message,
  writing: () => OutgoingRequest | Promise<OutgoingRequest>,
): Promise<OutgoingRequest> {
  const { axis2, rest } = message;
  message.axis2 = axis2.copy();
  try {
    applyEndpointFormat(message, 'rest');
    return await writing();
  } finally {
    message.axis2 = axis2;
    message.rest = rest;
  }
}
