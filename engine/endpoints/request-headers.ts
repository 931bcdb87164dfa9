import { type Header, headerName } from '../message/index.js';
import { protocolStates, TransportError } from './transport-error.js';

/** Headers that belong to one connection, and are undici's business. */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'expect',
  'content-length',
]);

// Line breaks would let a value write further headers; other control characters have no business there either.
const control = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const wide = /[^\u0000-\u00ff]/;
const everyWide = /[^\u0000-\u00ff]/g;

/**
 * The headers of a request as undici takes them: name, value, name, value. Connection headers are left out, a Host
 * header is added when there is none. Characters beyond Latin-1 become `?`, as in the reference engine.
 * @param length Content-Length of a streamed body, when known
 * @throws TransportError of kind `protocol` for a name or value that would break out of its line
 */
export function requestHeaders(headers: readonly Header[], host: string, length: number | undefined): string[] {
  const list: string[] = [];
  let hostSeen = false;
  for (const header of headers) {
    const [name, value] = header;
    const { key, valid } = header[2] ?? headerName(name);
    if (connectionHeaders.has(key)) continue;
    if (key === 'host') {
      if (hostSeen) continue;
      hostSeen = true;
    }
    if (!valid) throw broken(`The header name ${JSON.stringify(name)} is not allowed`);
    if (control.test(value)) throw broken(`The header ${name} holds a line break or another control character`);
    list.push(name, wide.test(value) ? value.replace(everyWide, '?') : value);
  }
  if (!hostSeen) list.push('host', host);
  if (length !== undefined) list.push('content-length', String(length));
  return list;
}

function broken(message: string): TransportError {
  return new TransportError('protocol', protocolStates.requestReady, message);
}
