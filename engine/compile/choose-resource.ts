import { type Api, defaultBinding, type Resource } from './api.js';

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
  const acceptable = acceptableOf(api.tried, request);
  if (acceptable.length > 0) return findByPath(acceptable, request.subPath) ?? mismatch;
  const found = findByPath(api.resources, request.subPath);
  if (found?.kind !== 'resource') return mismatch;
  return hasMethod(found.resource, request.method) ? badRequest : methodNotAllowed;
}

/** The resources that take the request by everything but the path; usually all of them, and then no list is made. */
function acceptableOf(tried: readonly Resource[], request: ResourceRequest): readonly Resource[] {
  for (let index = 0; index < tried.length; index++) {
    if (isAcceptable(tried[index]!, request)) continue;
    return tried.filter((resource, at) => at < index || (at > index && isAcceptable(resource, request)));
  }
  return tried;
}

function isAcceptable(resource: Resource, request: ResourceRequest): boolean {
  return isBound(resource) && accepts(resource, request);
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

const noVariables: ReadonlyMap<string, string> = new Map();

/** url-mappings first, then templates in their order, then the default resource. */
function findByPath(resources: readonly Resource[], subPath: string): ResourceChoice | undefined {
  const mapped = findByMapping(resources, subPath);
  if (mapped) return { kind: 'resource', resource: mapped, variables: noVariables };
  for (const resource of resources) {
    if (resource.mapping?.kind !== 'uri-template') continue;
    const variables = resource.mapping.match(subPath);
    if (variables) return { kind: 'resource', resource, variables };
  }
  const standard = resources.find(({ mapping }) => mapping === undefined);
  return standard && { kind: 'resource', resource: standard, variables: noVariables };
}

function findByMapping(resources: readonly Resource[], subPath: string): Resource | undefined {
  let longest = 0;
  let byPath: Resource | undefined;
  let byExtension: Resource | undefined;
  for (const resource of resources) {
    const { mapping } = resource;
    if (mapping?.kind !== 'url-mapping') continue;
    if (mapping.isExact(subPath)) return resource;
    const segments = mapping.matchingSegments(subPath);
    if (segments > longest) {
      longest = segments;
      byPath = resource;
    }
    if (!byExtension && mapping.hasExtension(subPath)) byExtension = resource;
  }
  return byPath ?? byExtension;
}
