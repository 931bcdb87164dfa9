import { remembered } from '../observe/index.js';
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
export const requestTarget: (url: string) => RequestTarget = remembered(cutUp, { limit: 1_000, longest: 500 });

function cutUp(url: string): RequestTarget {
  const parts = shape.exec(url);
  const authority = parts?.[2]?.replace(/^.*@/, '');
  if (!parts || !authority) throw noUrl();
  const scheme = parts[1]!.toLowerCase();
  const rest = parts[3]!;
  const path = encodeIllegal(rest.startsWith('/') ? rest : `/${rest}`);
  const base = `${scheme}://${authority}`;
  return { origin: originOf(base), host: authority, path, absolute: `${base}${path}` };
}

/** Few, where many URLs are called. */
const originOf = remembered((base) => {
  if (!URL.canParse(base)) throw noUrl();
  return new URL(base).origin;
});

/** Everything outside the visible ASCII characters. */
const illegal = /[^\u0021-\u007e]+/g;
const loneSurrogate = /\p{Surrogate}/gu;

function encodeIllegal(path: string): string {
  return path.replace(illegal, (run) => encodeURIComponent(run.replace(loneSurrogate, '\ufffd')));
}

function noUrl(): TransportError {
  return new TransportError('protocol', protocolStates.requestReady, 'The address is no http or https URL');
}
