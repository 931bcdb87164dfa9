import { protocolStates, TransportError } from './transport-error.js';

/** A URL, cut up for a request. */
export interface RequestTarget {
  /** Scheme, host and port: which pool of connections. */
  readonly origin: string;
  /** Value of the Host header: the port only where the URL has one. */
  readonly host: string;
  /** Path and query as they go on the wire. */
  readonly path: string;
  /** The whole URL, for request lines that carry it. */
  readonly absolute: string;
}

const shape = /^(https?):\/\/([^/?#\\]*)([^#]*)/i;

/**
 * Cuts a URL up without normalising it: what a flow put together is what is sent. Only characters that cannot stand
 * in a request line are percent-encoded.
 * @throws TransportError of kind `protocol` when it is no http or https URL
 */
export function requestTarget(url: string): RequestTarget {
  const parts = shape.exec(url);
  const authority = parts?.[2]?.replace(/^.*@/, '');
  if (!parts || !authority) throw noUrl();
  const scheme = parts[1]!.toLowerCase();
  const rest = parts[3]!;
  const path = encodeIllegal(rest.startsWith('/') ? rest : `/${rest}`);
  const origin = originOf(`${scheme}://${authority}`);
  return { origin, host: authority, path, absolute: `${scheme}://${authority}${path}` };
}

/** Origins by scheme and authority as written: few, and asked for with every request. */
const origins = new Map<string, string>();
const keptOrigins = 1_000;

function originOf(text: string): string {
  const known = origins.get(text);
  if (known !== undefined) return known;
  if (!URL.canParse(text)) throw noUrl();
  const { origin } = new URL(text);
  if (origins.size >= keptOrigins) origins.clear();
  origins.set(text, origin);
  return origin;
}

/** Everything outside the visible ASCII characters. */
const illegal = /[^\u0021-\u007e]+/g;
const loneSurrogate = /\p{Surrogate}/gu;

function encodeIllegal(path: string): string {
  return path.replace(illegal, (run) => encodeURIComponent(run.replace(loneSurrogate, '\ufffd')));
}

function noUrl(): TransportError {
  return new TransportError('protocol', protocolStates.requestReady, 'The address is no http or https URL');
}
