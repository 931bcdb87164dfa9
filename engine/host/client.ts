import type { IncomingMessage } from 'node:http';
import type { Client } from '../message/index.js';

/** Who asks, and what the request line says. */
export function clientOf(request: IncomingMessage): Client {
  const { socket, url = '/', method = 'GET', httpVersion } = request;
  const scheme = 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
  const address = addressOf(socket.remoteAddress ?? '');
  const called = request.headers.host ?? `${socket.localAddress}:${socket.localPort}`;
  const { target, host } = url.startsWith('/') ? { target: url, host: called } : cutTarget(url, called);
  return { target, scheme, host, method, remoteAddress: address, remoteHost: address, httpVersion };
}

/** The request line carries a whole URL, or `*`. */
function cutTarget(url: string, called: string): Pick<Client, 'target' | 'host'> {
  const [whole, host] = /^https?:\/\/([^/?#]*)/i.exec(url) ?? [];
  if (whole === undefined) return { target: url, host: called };
  const path = url.slice(whole.length);
  return { target: path.startsWith('/') ? path : `/${path}`, host: host || called };
}

/** An IPv4 address as such, also where it came over an IPv6 socket. */
function addressOf(remote: string): string {
  return remote.startsWith('::ffff:') ? remote.slice('::ffff:'.length) : remote;
}
