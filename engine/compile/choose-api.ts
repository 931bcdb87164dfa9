import { type Api, defaultBinding, type RequestLine, sortApis } from './api.js';

/** An API under its context, with what is served for it. */
interface Candidate<T> {
  readonly api: Api;
  readonly served: T;
  /** The context alone decides: then the API itself need not be looked at, which with many of them waits for memory. */
  readonly open: boolean;
  /** The next one of the same context. */
  next: Candidate<T> | undefined;
}

/**
 * Finds the API of a request among many: a look-up for each leading part of the path instead of a walk over all
 * (configuration sheet 3.4).
 */
export class ApiChooser<T> {
  /** The first one of each context, in declaration order. */
  readonly #versioned = new Map<string, Candidate<T>>();
  readonly #all = new Map<string, Candidate<T>>();
  /** By length: whether some context is that long. Most parts of a path need not be looked up then. */
  readonly #lengths: boolean[] = [];

  /**
   * @param apis all APIs of a snapshot, in declaration order or sorted
   * @param serve makes what is found for an API; called once for each
   */
  constructor(apis: readonly Api[], serve: (api: Api) => T) {
    for (const api of sortApis(apis.filter(({ bindsTo }) => bindsTo.includes(defaultBinding)))) {
      const found = { api, served: serve(api), open: isOpen(api) };
      add(this.#all, { ...found, next: undefined });
      if (api.versionType !== '') add(this.#versioned, { ...found, next: undefined });
      this.#lengths[api.context.length] = true;
    }
  }

  /**
   * What is served for the API that takes the request, undefined when none does. APIs with a version strategy are asked
   * first, so a versioned one wins over an unversioned one of longer context.
   * @param onDenied told of an API that fits but does not allow the transport
   */
  choose(request: RequestLine, onDenied?: (api: Api) => void): T | undefined {
    return this.#search(this.#versioned, request, onDenied) ?? this.#search(this.#all, request, onDenied);
  }

  #search(contexts: Map<string, Candidate<T>>, request: RequestLine, onDenied?: (api: Api) => void): T | undefined {
    if (contexts.size === 0) return undefined;
    const { target } = request;
    const lengths = this.#lengths;
    for (let end = Math.min(target.length, lengths.length - 1); end >= 0; end--) {
      if (!lengths[end] || !endsContext(target, end)) continue;
      for (let found = contexts.get(target.slice(0, end)); found; found = found.next) {
        if (found.open) return found.served;
        const { api } = found;
        if (!hasVersion(api, target) || !hasHost(api, request)) continue;
        if (api.transports === undefined || api.transports === request.scheme) return found.served;
        onDenied?.(api);
      }
    }
    return undefined;
  }
}

function isOpen({ versionType, hostname, port, transports }: Api): boolean {
  return versionType !== 'url' && hostname === undefined && port === undefined && transports === undefined;
}

function add<T>(contexts: Map<string, Candidate<T>>, candidate: Candidate<T>): void {
  let last = contexts.get(candidate.api.context);
  if (!last) {
    contexts.set(candidate.api.context, candidate);
    return;
  }
  while (last.next) last = last.next;
  last.next = candidate;
}

/** A context ends where the path ends, or before a slash or question mark. */
function endsContext(target: string, end: number): boolean {
  return end === target.length || target[end] === '/' || target[end] === '?';
}

/** Version in the path: the segment after the context, exactly. */
function hasVersion({ versionType, version, context }: Api, target: string): boolean {
  if (versionType !== 'url') return true;
  if (target[context.length] !== '/') return false;
  const start = context.length + 1;
  const end = start + version.length;
  return target.startsWith(version, start) && endsContext(target, end);
}

function hasHost({ hostname, port }: Api, { host, scheme }: RequestLine): boolean {
  if (hostname === undefined && port === undefined) return true;
  if (host === undefined) return false;
  const colon = host.indexOf(':');
  if (hostname !== undefined && hostname !== (colon < 0 ? host : host.slice(0, colon))) return false;
  if (port === undefined) return true;
  const standard = scheme === 'http' ? 80 : 443;
  return port === (colon < 0 ? standard : Number(host.slice(colon + 1)));
}

/** Characters of a path that belong to the API: its context, and a version in the path. */
export function prefixLength({ context, versionType, version }: Api): number {
  return context.length + (versionType === 'url' ? version.length + 1 : 0);
}

/**
 * The path below the API as it is appended to a backend's address (REST_URL_POSTFIX); may be empty. For an API with a
 * context that stands alone it is what follows the prefix.
 */
export function urlPostfix(api: Api, target: string): string {
  const path = target.startsWith('/') ? target : `/${target}`;
  const rest = path.startsWith(api.context) ? path.slice(api.context.length) : path;
  if (api.versionType !== 'url') return rest;
  if (rest.startsWith(api.version)) return rest.slice(api.version.length);
  return rest.startsWith(`/${api.version}`) ? rest.slice(api.version.length + 1) : rest;
}
