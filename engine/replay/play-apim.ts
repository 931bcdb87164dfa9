import { sign } from 'node:crypto';
import type { RequestListener } from 'node:http';
import {
  ApimState,
  createDevportal,
  createGateway,
  createIdentityServer,
  createKeyManager,
  createPublisher,
  type JwtSetup,
  KeyRing,
  listenerFor,
} from '../apim/index.js';
import type { CompileOptions } from '../compile/index.js';
import type { Outbound } from '../message/index.js';
import type { Clock, RandomSource } from '../observe/index.js';
import type { FixtureCase, FixtureRequest, FixtureServer } from './fixture.js';
import type { ClientConnection } from './memory-http.js';

/** Making keys takes long, and all cases may have the same. */
const keys = new KeyRing();

/** The API manager of a case. */
export interface PlayedApim {
  readonly gateway: ReturnType<typeof createGateway>;
  /** Tokens of the setup in their compact form, by the names of their placeholders. */
  readonly tokens: ReadonlyMap<string, string>;
  listener(server: Exclude<FixtureServer, 'gateway'>): RequestListener;
}

/** The API manager that a case describes; undefined when it describes none. */
export function playedApim(
  { setup, profile }: FixtureCase,
  surroundings: {
    readonly clock: Clock;
    readonly random: RandomSource;
    readonly outbound: Outbound;
    readonly compile: CompileOptions;
  },
): PlayedApim | undefined {
  if (setup === undefined) return undefined;
  const state = new ApimState(setup, profile ?? '4.x', { ...surroundings, keys });
  const servers = {
    keymanager: () => createKeyManager(state),
    identity: () => createIdentityServer(state),
    publisher: () => createPublisher(state),
    devportal: () => createDevportal(state),
  };
  const listeners = new Map<string, RequestListener>();
  const now = surroundings.clock.now();
  return {
    gateway: createGateway(state),
    tokens: new Map(setup.jwts?.map((jwt) => [`jwt ${jwt.name}`, compactJwt(jwt, now)])),
    listener(server) {
      const known = listeners.get(server) ?? listenerFor(servers[server]());
      listeners.set(server, known);
      return known;
    },
  };
}

/** Signs a token as its setup describes it; only RS256 and none are known. */
function compactJwt({ key, header, claims }: JwtSetup, now: number): string {
  const seconds = Math.floor(now / 1000);
  const timed = Object.entries(claims).map(([name, value]) => {
    const relative = typeof value === 'string' && /^[+-]\d+$/.test(value);
    return [name, relative ? seconds + Number(value) : value];
  });
  const content = `${encode(header)}.${encode(Object.fromEntries(timed))}`;
  if (header.alg === 'none') return `${content}.`;
  return `${content}.${sign('sha256', Buffer.from(content), keys.get(key).privateKey).toString('base64url')}`;
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** How the connection of a request looks to the server. */
export function connectionOf(
  { transport, remoteAddress = '127.0.0.1', clientCert }: FixtureRequest,
  { profile }: FixtureCase,
): ClientConnection {
  return {
    encrypted: (transport ?? (profile === undefined ? 'http' : 'https')) === 'https',
    remoteAddress,
    certificate: clientCert && { subject: commonName(clientCert.subject), issuer: commonName(clientCert.issuer) },
  };
}

/** The CN of a name such as `CN=john, O=abc`; empty when it has none. */
function commonName(name: string): string {
  return /(?:^|,)\s*CN=([^,]*)/.exec(name)?.[1]?.trim() ?? '';
}
