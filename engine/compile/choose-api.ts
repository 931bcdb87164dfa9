import { type Api, defaultBinding, type RequestLine, sortApis } from './api.js';

/**
 * Finds the API of a request among many: a look-up for each leading part of the path instead of a walk over all
 * (configuration sheet 3.4).
 */
export class ApiChooser {
  /** By context, in declaration order. */
  readonly #versioned = new Map<string, Api[]>();
  readonly #all = new Map<string, Api[]>();
  /** By length: whether some context is that long. Most parts of a path need not be looked up then. */
  readonly #lengths: boolean[] = [];

  /** @param apis all APIs of a snapshot, in declaration order or sorted */
  constructor(apis: readonly Api[]) {
    const bound = sortApis(apis.filter((api) => api.bindsTo.includes(defaultBinding)));
    for (const api of bound) {
      add(this.#all, api);
      if (api.versionType !== '') add(this.#versioned, api);
      this.#lengths[api.context.length] = true;
    }
  }

  /**
   * The API that takes the request, undefined when none does. APIs with a version strategy are asked first, so a
   * versioned one wins over an unversioned one of longer context.
   * @param onDenied told of an API that fits but does not allow the transport
   */
  choose(request: RequestLine, onDenied?: (api: Api) => void): Api | undefined {
    return this.#search(this.#versioned, request, onDenied) ?? this.#search(this.#all, request, onDenied);
  }

  #search(contexts: Map<string, Api[]>, request: RequestLine, onDenied?: (api: Api) => void): Api | undefined {
    if (contexts.size === 0) return undefined;
    const { target } = request;
    const lengths = this.#lengths;
    for (let end = Math.min(target.length, lengths.length - 1); end >= 0; end--) {
      if (!lengths[end] || !endsContext(target, end)) continue;
      const candidates = contexts.get(target.slice(0, end));
      if (!candidates) continue;
      for (const api of candidates) {
        if (!hasVersion(api, target) || !hasHost(api, request)) continue;
        if (api.transports === undefined || api.transports === request.scheme) return api;
        onDenied?.(api);
      }
    }
    return undefined;
  }
}

function add(contexts: Map<string, Api[]>, api: Api): void {
  const others = contexts.get(api.context);
  if (others) others.push(api);
  else contexts.set(api.context, [api]);
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

/** The path below the API, with the query; `/` when nothing is left (REST_SUB_REQUEST_PATH). */
export function subRequestPath(api: Api, target: string): string {
  const prefix = api.context.length + (api.versionType === 'url' ? api.version.length + 1 : 0);
  return target.slice(prefix) || '/';
}

/** The path below the API as it is appended to a backend's address (REST_URL_POSTFIX); may be empty. */
export function urlPostfix(api: Api, target: string): string {
  const path = target.startsWith('/') ? target : `/${target}`;
  const rest = path.startsWith(api.context) ? path.slice(api.context.length) : path;
  if (api.versionType !== 'url') return rest;
  if (rest.startsWith(api.version)) return rest.slice(api.version.length);
  return rest.startsWith(`/${api.version}`) ? rest.slice(api.version.length + 1) : rest;
}
