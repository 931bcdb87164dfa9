import type { Header } from './headers.js';
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

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

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
  for (const header of message.headers.repeated ? sorted(message.headers.entries()) : message.headers.entries()) {
    const [name, value] = header;
    const key = name.toLowerCase();
    if (key === 'transfer-encoding' || (droppedFromResponses.has(key) && !preserved.has(key))) continue;
    if (key === 'content-type' && contentType !== undefined) {
      if (!typed) list.push([name, contentType]);
      typed = true;
    } else if (key === 'server') {
      if (!served && (preserveServer || preserved.has(key))) list.push(header);
      else continue;
      served = true;
    } else {
      list.push([name, value]);
    }
  }
  if (!typed) list.push(['Content-Type', contentType!]);
  if (!served) list.push(['Server', serverName]);
  return list.filter(isSafe).map(([name, value]) => [name, latin(value)]);
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

/** A name or value that would break out of its line is not sent. */
function isSafe([name, value]: Header): boolean {
  return token.test(name) && !/[\r\n\0]/.test(value);
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
  const open = new Set<string>(['host', 'user-agent']);
  if (contentType !== undefined) open.add('content-type');
  if (soapAction !== undefined) open.add('soapaction');
  const computed: Record<string, string | undefined> = { 'content-type': contentType, soapaction: soapAction };
  for (const header of message.headers.entries()) {
    const key = header[0].toLowerCase();
    if (computed[key] !== undefined) {
      if (open.delete(key)) list.push([header[0], computed[key]]);
      continue;
    }
    if (isDropped(key)) continue;
    open.delete(key);
    list.push(header);
  }
  if (open.has('content-type')) list.push(['Content-Type', contentType!]);
  if (open.has('soapaction')) list.push(['SOAPAction', soapAction!]);
  if (open.has('host')) list.push(['Host', host]);
  if (open.has('user-agent')) list.push(['User-Agent', userAgent]);
  return list;

  function isDropped(key: string): boolean {
    if (key === 'transfer-encoding') return true;
    if (key === 'user-agent' && preserveUserAgent) return false;
    return droppedFromRequests.has(key) && !preserved.has(key);
  }
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
