import { type Api, defaultBinding, type Resource } from './api.js';
import { PathTable } from './path-table.js';

/** What choosing a resource looks at. */
export interface ResourceRequest {
  readonly method: string;
  /** Path below the API with the query, undecoded. */
  readonly subPath: string;
  readonly scheme: 'http' | 'https';
  /** Asked for Content-Type and User-Agent where a resource wants something of them. */
  readonly headers: { get(name: string): string | undefined };
  readonly hasBody: boolean;
}

/** The resource that takes a request, or why none does (configuration sheet 3.5). */
export type ResourceChoice =
  | { readonly kind: 'resource'; readonly resource: Resource; readonly variables: ReadonlyMap<string, string> }
  /** 404, or the sequence `_resource_mismatch_handler_`. */
  | { readonly kind: 'mismatch' }
  /** 405, or the sequence `_method_not_allowed_handler_`. */
  | { readonly kind: 'method-not-allowed' }
  /** 400. */
  | { readonly kind: 'bad-request' };

const mismatch: ResourceChoice = { kind: 'mismatch' };
const methodNotAllowed: ResourceChoice = { kind: 'method-not-allowed' };
const badRequest: ResourceChoice = { kind: 'bad-request' };

/**
 * Chooses a resource. Resources are filtered by everything but the path first: as soon as one of them takes the method,
 * a path that only another one has is unknown.
 * @throws Fault when the path has a malformed percent sequence
 */
export function chooseResource(api: Api, request: ResourceRequest): ResourceChoice {
  const acceptable = api.choices.acceptable(request);
  if (acceptable) {
    const found = acceptable.find(request.subPath);
    return found ? { kind: 'resource', ...found } : mismatch;
  }
  const found = api.choices.all.find(request.subPath);
  if (!found) return mismatch;
  return hasMethod(found.resource, request.method) ? badRequest : methodNotAllowed;
}

const usualMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The resources of an API, by what they take. */
export class ResourceChoices {
  readonly #tried: readonly Resource[];
  readonly #declared: readonly Resource[];
  #all: PathTable | undefined;
  /** Nothing but the method decides which resources take a request; then each method has a table that is kept. */
  readonly #byMethod: Map<string, PathTable> | undefined;

  /**
   * @param tried in the order in which they are tried
   * @param declared in the order of the artifact
   */
  constructor(tried: readonly Resource[], declared: readonly Resource[]) {
    this.#tried = tried;
    this.#declared = declared;
    this.#byMethod = tried.some(isConditional) ? undefined : new Map();
  }

  /** Those that take the request by everything but the path; undefined when none does. */
  acceptable(request: ResourceRequest): PathTable | undefined {
    const { method } = request;
    const known = this.#byMethod?.get(method);
    if (known) return known;
    const acceptable = this.#tried.filter((resource) => isBound(resource) && accepts(resource, request));
    if (acceptable.length === 0) return undefined;
    const table = new PathTable(acceptable);
    if (usualMethods.has(method)) this.#byMethod?.set(method, table);
    return table;
  }

  /** Every resource, whatever it takes. */
  get all(): PathTable {
    this.#all ??= new PathTable(this.#declared);
    return this.#all;
  }
}

function isConditional({ protocol, contentType, userAgent }: Resource): boolean {
  return protocol !== undefined || contentType !== undefined || userAgent !== undefined;
}

function isBound(resource: Resource): boolean {
  return resource.bindsTo.includes(defaultBinding);
}

/** OPTIONS is always welcome. */
function hasMethod({ methods }: Resource, method: string): boolean {
  return method === 'OPTIONS' || methods.length === 0 || methods.includes(method);
}

function accepts(resource: Resource, { method, scheme, hasBody, headers }: ResourceRequest): boolean {
  if (resource.protocol !== undefined && resource.protocol !== scheme) return false;
  if (method === 'OPTIONS') return true;
  if (!hasMethod(resource, method)) return false;
  const { contentType, userAgent } = resource;
  if (contentType !== undefined && hasBody && contentType !== headers.get('Content-Type')) return false;
  if (userAgent === undefined) return true;
  const sent = headers.get('User-Agent');
  return sent !== undefined && userAgent.matches(sent);
}
