import { protocolStates, TransportError, type TransportErrorKind } from './transport-error.js';

/** Codes of Node's sockets and of undici, as far as one code means one kind whatever was going on. */
const kinds: Readonly<Record<string, TransportErrorKind>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  EHOSTDOWN: 'refused',
  ENETUNREACH: 'refused',
  ENETDOWN: 'refused',
  EADDRNOTAVAIL: 'refused',
  EACCES: 'refused',
  EINVAL: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EAI_FAIL: 'unknown-host',
  EAI_NODATA: 'unknown-host',
  EAI_NONAME: 'unknown-host',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'closed',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'protocol',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'protocol',
  UND_ERR_INVALID_ARG: 'protocol',
  UND_ERR_NOT_SUPPORTED: 'protocol',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
};

const sentences: Readonly<Record<TransportErrorKind, string>> = {
  refused: 'The connection was refused',
  'unknown-host': 'The host name is not known',
  'connect-timeout': 'No connection within the limit',
  timeout: 'Nothing was received within the limit',
  reset: 'The connection was reset',
  closed: 'The backend closed the connection',
  protocol: 'The exchange broke the rules of HTTP',
  tls: 'The secure connection could not be made',
  aborted: 'The exchange was given up',
  full: 'No available connections to serve the request',
};

/** The transport error for something that a socket or undici reported while an exchange was in `state`. */
export function toTransportError(thrown: unknown, state: number): TransportError {
  if (thrown instanceof TransportError) return thrown;
  const code = codeOf(thrown);
  const kind = kindOf(code, thrown, state);
  const early = kind === 'refused' || kind === 'unknown-host' || kind === 'connect-timeout' || kind === 'tls';
  const detail = code === undefined ? '' : ` (${code})`;
  return new TransportError(kind, early ? protocolStates.requestReady : state, sentences[kind] + detail, {
    cause: thrown,
    limit: 'socket',
  });
}

function kindOf(code: string | undefined, thrown: unknown, state: number): TransportErrorKind {
  const connecting = state === protocolStates.requestReady;
  if (code === 'ETIMEDOUT') return connecting ? 'connect-timeout' : 'timeout';
  if (isTls(code, thrown)) return 'tls';
  if (code === 'UND_ERR_SOCKET' && thrown instanceof Error && thrown.message.startsWith('bad ')) return 'protocol';
  const known = code === undefined ? undefined : kinds[code];
  // While connecting, only a TLS handshake exchanges anything that could be torn down.
  if (connecting && (known === 'reset' || known === 'closed')) return 'tls';
  if (known) return known;
  if (code?.startsWith('HPE_') || (thrown instanceof Error && thrown.name === 'HTTPParserError')) return 'protocol';
  return connecting ? 'refused' : 'reset';
}

const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH)/;

function isTls(code: string | undefined, thrown: unknown): boolean {
  return (code !== undefined && tlsCode.test(code)) || (thrown instanceof Error && /SSL routines/.test(thrown.message));
}

function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
