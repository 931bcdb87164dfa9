import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Client, ClientCertificate } from '../message/index.js';

/** Who asks, and what the request line says. */
export function clientOf(request: IncomingMessage): Client {
  const { socket, url = '/', method = 'GET', httpVersion } = request;
  const encrypted = 'encrypted' in socket && socket.encrypted;
  const scheme = encrypted ? 'https' : 'http';
  const address = addressOf(socket.remoteAddress ?? '');
  const called = request.headers.host ?? `${socket.localAddress}:${socket.localPort}`;
  const { target, host } = url.startsWith('/') ? { target: url, host: called } : cutTarget(url, called);
  const certificate = encrypted ? certificateOf(socket) : undefined;
  return { target, scheme, host, method, remoteAddress: address, remoteHost: address, httpVersion, certificate };
}

/** Whom a client's certificate names, on a connection that asked for one and accepted it. */
export function certificateOf(socket: Socket): ClientCertificate | undefined {
  if (!('getPeerCertificate' in socket && 'authorized' in socket && socket.authorized)) return undefined;
  const { subject, issuer, fingerprint256: fingerprint } = (socket as TLSSocket).getPeerCertificate();
  // Without a certificate the object is empty.
  return subject && { subject: nameOf(subject.CN), issuer: nameOf(issuer.CN), fingerprint };
}

/** Several common names: the first one counts. */
function nameOf(name: string | string[] | undefined): string {
  return (Array.isArray(name) ? name[0] : name) ?? '';
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
