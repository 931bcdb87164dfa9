import { type Header, headerName } from './headers.js';
import type { Message } from './message.js';

/** Not sent on, in lower case, unless the settings preserve them. Transfer-Encoding is the connection's in any case. */
const droppedFromRequests = new Set([
  'connection',
  'keep-alive',
  'content-length',
  'date',
  'host',
  'user-agent',
  'server',
]);
const droppedFromResponses = new Set(['connection', 'keep-alive', 'content-length', 'date', 'user-agent']);

/**
 * Headers of a response (message-model sheet 8.2): the transport headers without those of the connection, Content-Type
 * replaced, Server added. Repeated headers lose their duplicates and are sorted.
 * @param contentType undefined = whatever the transport headers say
 */
export function responseHeaders(message: Message, contentType: string | undefined): Header[] {
  const { preservedResponseHeaders: preserved, preserveServer, serverName } = message.services.settings;
  const list: Header[] = [];
  let typed = contentType === undefined;
  let served = false;
  const headers = message.headers.sent();
  for (const header of message.headers.repeated ? sorted(headers) : headers) {
    const { key } = header[2] ?? headerName(header[0]);
    if (key === 'transfer-encoding' || (droppedFromResponses.has(key) && !preserved.has(key))) continue;
    if (key === 'content-type' && contentType !== undefined) {
      if (!typed) push(list, header[1] === contentType ? header : [header[0], contentType]);
      typed = true;
    } else if (key === 'server') {
      if (served || !(preserveServer || preserved.has(key))) continue;
      push(list, header);
      served = true;
    } else {
      push(list, header);
    }
  }
  if (!typed) push(list, ['Content-Type', contentType!]);
  if (!served) push(list, ['Server', serverName]);
  return list;
}

/** Values of one name without duplicates, in order; names stay where they first stood. */
function sorted(list: readonly Header[]): Header[] {
  const byName = new Map<string, { name: string; values: Set<string> }>();
  for (const [name, value] of list) {
    const key = name.toLowerCase();
    const entry = byName.get(key);
    if (entry) entry.values.add(value);
    else byName.set(key, { name, values: new Set([value]) });
  }
  return [...byName.values()].flatMap(({ name, values }) => [...values].sort().map((value): Header => [name, value]));
}

const unusual = /[^\t\x20-\x7e\x80-\xff]/;

/** A name or value that would break out of its line is not sent. */
function push(list: Header[], header: Header): void {
  const [name, value] = header;
  const known = header[2] ?? headerName(name);
  if (!known.valid) return;
  if (!unusual.test(value)) list.push(header);
  else if (!/[\r\n\0]/.test(value)) list.push([name, latin(value), known]);
}

/** Characters beyond Latin-1 become `?`, as in the reference; other control characters a blank. */
function latin(value: string): string {
  return value.replace(/[^\0-\xff]/g, '?').replace(/[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/g, ' ');
}

/** What a request's headers are made of besides the transport headers. */
export interface RequestHeaders {
  /** undefined = none is computed: the transport header passes. */
  readonly contentType: string | undefined;
  /** undefined = the transport header passes. */
  readonly soapAction: string | undefined;
  /** Host of the URL, with its port when one is written. */
  readonly host: string;
}

/**
 * Headers of a request to a backend (message-model sheet 8.2): the transport headers without those of the connection;
 * Host and User-Agent of our own unless preserved; Content-Type and SOAPAction as computed.
 */
export function requestHeaders(message: Message, { contentType, soapAction, host }: RequestHeaders): Header[] {
  const { preservedRequestHeaders: preserved, preserveUserAgent, userAgent } = message.services.settings;
  const list: Header[] = [];
  let typed = contentType === undefined;
  let acted = soapAction === undefined;
  let hosted = false;
  let named = false;
  for (const header of message.headers.sent()) {
    const { key } = header[2] ?? headerName(header[0]);
    if (key === 'content-type' && contentType !== undefined) {
      if (!typed) list.push(header[1] === contentType ? header : [header[0], contentType]);
      typed = true;
      continue;
    }
    if (key === 'soapaction' && soapAction !== undefined) {
      if (!acted) list.push([header[0], soapAction]);
      acted = true;
      continue;
    }
    if (key === 'transfer-encoding') continue;
    const kept = (key === 'user-agent' && preserveUserAgent) || preserved.has(key);
    if (!kept && droppedFromRequests.has(key)) continue;
    hosted ||= key === 'host';
    named ||= key === 'user-agent';
    list.push(header);
  }
  if (!typed) list.push(['Content-Type', contentType!]);
  if (!acted) list.push(['SOAPAction', soapAction!]);
  if (!hosted) list.push(['Host', host]);
  if (!named) list.push(['User-Agent', userAgent]);
  return list;
}

const droppedFromBlocking = new Set([
  'connection',
  'transfer-encoding',
  'date',
  'content-type',
  'content-length',
  'host',
  'user-agent',
]);

/** Headers of a blocking call (endpoints sheet, section 5). */
export function blockingHeaders(message: Message, { contentType, soapAction, host }: RequestHeaders): Header[] {
  const list = message.headers.entries().filter(([name]) => {
    const key = name.toLowerCase();
    return !droppedFromBlocking.has(key) && !(key === 'soapaction' && soapAction !== undefined);
  });
  if (contentType !== undefined) list.push(['Content-Type', contentType]);
  if (soapAction !== undefined) list.push(['SOAPAction', soapAction]);
  list.push(['Host', host], ['User-Agent', 'Axis2']);
  return list;
}
