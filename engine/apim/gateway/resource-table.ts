import { type Api, type Resource, ResourceChooser, type ResourceRequest } from '../../compile/index.js';
import type { ManagedApi, ManagedResource } from './managed-api.js';

/** What the gateway finds for a request before the engine chooses its resource. */
export type FoundResource =
  | { readonly kind: 'resource'; readonly resource: ManagedResource }
  /** A browser asks whether it may: the gateway answers. */
  | { readonly kind: 'preflight'; readonly resource: ManagedResource }
  | { readonly kind: 'unknown-path' }
  | { readonly kind: 'unknown-verb' };

/** The resources of an API, found by the rules of the engine (gateway sheet E.1, E.6). */
export class ResourceTable {
  readonly #all: ResourceChooser<ManagedResource>;
  /** Those that take OPTIONS themselves. */
  readonly #forOptions: ResourceChooser<ManagedResource>;

  constructor(api: Api, { resources }: ManagedApi) {
    // They were generated in this order.
    const managed = new Map(api.resources.map((resource, index) => [resource, resources[index]!]));
    const serve = (resource: Resource) => managed.get(resource)!;
    this.#all = new ResourceChooser(api.resources, serve);
    const forOptions = api.resources.filter(({ methods }) => methods.includes('OPTIONS'));
    this.#forOptions = new ResourceChooser(forOptions, serve);
  }

  /**
   * @param wanted value of Access-Control-Request-Method
   * @throws Fault when the path has a malformed percent sequence
   */
  find(request: ResourceRequest, wanted: string | undefined): FoundResource {
    const resource = (request.method === 'OPTIONS' ? this.#forOptions : this.#all).choose(request);
    if (resource.kind === 'resource') return { kind: 'resource', resource: resource.served };
    if (request.method === 'OPTIONS' && wanted !== undefined && wanted !== 'OPTIONS') {
      const asked = this.#all.choose({ ...request, method: wanted });
      if (asked.kind === 'resource') return { kind: 'preflight', resource: asked.served };
    }
    // Every resource takes OPTIONS as far as the choice goes.
    const known = this.#all.choose({ ...request, method: 'OPTIONS' }).kind === 'resource';
    return { kind: known ? 'unknown-verb' : 'unknown-path' };
  }
}
