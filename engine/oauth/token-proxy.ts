import { createOutbound, type ProxySettings, type TokenProxy } from '../endpoints/index.js';
import type { Outbound, Settings } from '../message/index.js';

const globalKey = 'synapse.endpoint.http.oauth.token.endpoint.global.proxy.';

/** Makes the way through a proxy; one per proxy. */
export type ProxyFactory = (proxy: ProxySettings) => Outbound;

/** The ways to the token endpoints: directly, or through the proxies that endpoints name. */
export class TokenRoutes {
  readonly #byProxy = new Map<string, Outbound>();

  constructor(readonly make: ProxyFactory = (proxy) => createOutbound({ proxy })) {}

  /** The way to a token endpoint. @param direct the one that needs no proxy */
  to(tokenUrl: string, wanted: TokenProxy | undefined, settings: Settings, direct: Outbound): Outbound {
    const proxy = wanted?.own ? wanted : wanted && globalProxy(settings);
    if (!proxy?.own || !URL.canParse(tokenUrl) || !goesThrough(new URL(tokenUrl).hostname, proxy)) return direct;
    const key = JSON.stringify(proxy.own);
    const found = this.#byProxy.get(key) ?? this.make(proxy.own);
    this.#byProxy.set(key, found);
    return found;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#byProxy.values()].map((outbound) => outbound.close()));
    this.#byProxy.clear();
  }
}

function globalProxy(settings: Settings): TokenProxy | undefined {
  const property = (name: string) => settings.property(globalKey + name)?.trim() || undefined;
  const host = property('host');
  const port = property('port');
  if (property('enabled')?.toLowerCase() !== 'true' || !host || !port) return undefined;
  const username = property('username');
  const password = property('password');
  return {
    own: {
      url: `${property('protocol') ?? 'http'}://${host}:${port}`,
      ...(username && password ? { username, password } : {}),
    },
    nonProxyHosts: property('nonProxyHosts'),
    targetProxyHosts: property('targetProxyHosts'),
  };
}

/** Hosts that are excepted come first; a list of targets means these alone. */
function goesThrough(host: string, { nonProxyHosts, targetProxyHosts }: TokenProxy): boolean {
  if (nonProxyHosts && matches(host, nonProxyHosts)) return false;
  return !targetProxyHosts || matches(host, targetProxyHosts);
}

function matches(host: string, list: string): boolean {
  return list.split('|').some((pattern) => {
    const parts = pattern.trim().split('*');
    const source = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('.*');
    return new RegExp(`^${source}$`, 'i').test(host);
  });
}
