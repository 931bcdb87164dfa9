import { defaultBinding, type Resource } from './api.js';
import { type PathTable, pathTable } from './path-table.js';

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

/** What is served for the resource that takes a request, or why none does (configuration sheet 3.5). */
export type ResourceChoice<T> =
  | { readonly kind: 'resource'; readonly served: T; readonly variables: ReadonlyMap<string, string> }
  /** 404, or the sequence `_resource_mismatch_handler_`. */
  | { readonly kind: 'mismatch' }
  /** 405, or the sequence `_method_not_allowed_handler_`. */
  | { readonly kind: 'method-not-allowed' }
  /** 400. */
  | { readonly kind: 'bad-request' };

const mismatch = { kind: 'mismatch' } as const;
const methodNotAllowed = { kind: 'method-not-allowed' } as const;
const badRequest = { kind: 'bad-request' } as const;

const usualMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Some resources of an API, and the paths to them. */
interface Choices<T> {
  readonly method: string;
  readonly table: PathTable;
  /** By the places of the table. */
  readonly served: readonly T[];
  /** Those of another method. A list: there are few, and with many APIs each step of a map would wait for memory. */
  readonly next: Choices<T> | undefined;
}

/** The resources of an API to choose from. */
export class ResourceChooser<T> {
  readonly #declared: readonly Resource[];
  /** In the order in which they are tried: those for OPTIONS alone first. */
  readonly #tried: readonly Resource[];
  readonly #serve: (resource: Resource) => T;
  readonly #served = new Map<Resource, T>();
  /** Nothing but the method decides which resources take a request; then what a method has to choose from is kept. */
  readonly #byMethod: boolean;
  #kept: Choices<T> | undefined;

  /** @param serve makes what is found for a resource; called once for each, when it can be chosen for the first time */
  constructor(declared: readonly Resource[], serve: (resource: Resource) => T) {
    this.#declared = declared;
    this.#tried = [...declared.filter(isForOptions), ...declared.filter((resource) => !isForOptions(resource))];
    this.#serve = serve;
    this.#byMethod = !declared.some(isConditional);
  }

  /**
   * Chooses a resource. Resources are filtered by everything but the path first: as soon as one of them takes the
   * method, a path that only another one has is unknown.
   * @throws Fault when the path has a malformed percent sequence
   */
  choose(request: ResourceRequest): ResourceChoice<T> {
    const choices = this.#keptFor(request.method) ?? this.#choicesOf(request);
    if (!choices) return this.#refuse(request);
    const found = choices.table.find(request.subPath);
    if (!found) return mismatch;
    return { kind: 'resource', served: choices.served[found.place]!, variables: found.variables };
  }

  #keptFor(method: string): Choices<T> | undefined {
    let choices = this.#kept;
    while (choices && choices.method !== method) choices = choices.next;
    return choices;
  }

  /** Those that take the request by everything but the path; undefined when none does. */
  #choicesOf(request: ResourceRequest): Choices<T> | undefined {
    const taking = this.#tried.filter((resource) => isBound(resource) && accepts(resource, request));
    if (taking.length === 0) return undefined;
    const { method } = request;
    const table = pathTable(taking.map(({ mapping }) => mapping));
    const served = taking.map((resource) => this.#servedFor(resource));
    const choices = { method, table, served, next: this.#kept };
    if (this.#byMethod && usualMethods.has(method)) this.#kept = choices;
    return choices;
  }

  #servedFor(resource: Resource): T {
    let served = this.#served.get(resource);
    if (served === undefined) {
      served = this.#serve(resource);
      this.#served.set(resource, served);
    }
    return served;
  }

  #refuse({ subPath, method }: ResourceRequest): ResourceChoice<T> {
    const found = pathTable(this.#declared.map(({ mapping }) => mapping)).find(subPath);
    if (!found) return mismatch;
    return hasMethod(this.#declared[found.place]!, method) ? badRequest : methodNotAllowed;
  }
}

function isForOptions({ methods }: Resource): boolean {
  return methods.length === 1 && methods[0] === 'OPTIONS';
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
