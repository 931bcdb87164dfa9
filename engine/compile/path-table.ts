import type { Resource } from './api.js';
import { exactPath, type ResourceTemplate, type UrlMapping } from './mapping.js';

/** A resource that was found, with what its template took out of the path. */
export interface FoundResource {
  readonly resource: Resource;
  readonly variables: ReadonlyMap<string, string>;
}

interface Mapped<M> {
  readonly resource: Resource;
  readonly mapping: M;
}

const noVariables: ReadonlyMap<string, string> = new Map();

/**
 * Resources by their paths: url-mappings first, then templates in their order, then the default resource (configuration
 * sheet 3.5). What most paths can be told apart by lies together, because with many APIs nearly each step to another
 * object waits for the memory.
 */
export class PathTable {
  readonly #exact = new Map<string, Resource>();
  readonly #mappings: Mapped<UrlMapping>[] = [];
  /** What a path must start with for the mapping of the same place. */
  readonly #mappingPrefixes: string[] = [];
  readonly #templates: Mapped<ResourceTemplate>[] = [];
  /** The same for templates. */
  readonly #templatePrefixes: string[] = [];
  readonly #standard: Resource | undefined;

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      const { mapping } = resource;
      if (mapping?.kind === 'uri-template') {
        this.#templates.push({ resource, mapping });
        this.#templatePrefixes.push(mapping.prefix);
      } else if (mapping?.exact === undefined) {
        if (!mapping) continue;
        this.#mappings.push({ resource, mapping });
        this.#mappingPrefixes.push(mapping.prefix);
      } else if (!this.#exact.has(mapping.exact)) this.#exact.set(mapping.exact, resource);
    }
    this.#standard = resources.find(({ mapping }) => mapping === undefined);
  }

  /**
   * The resource for a path below the API, with the query, undecoded; undefined when there is none.
   * @throws Fault when the path has a malformed percent sequence
   */
  find(subPath: string): FoundResource | undefined {
    const mapped = this.#findMapped(subPath);
    if (mapped) return { resource: mapped, variables: noVariables };
    const prefixes = this.#templatePrefixes;
    for (let at = 0; at < prefixes.length; at++) {
      if (!subPath.startsWith(prefixes[at]!)) continue;
      const { mapping, resource } = this.#templates[at]!;
      const variables = mapping.match(subPath);
      if (variables) return { resource, variables };
    }
    return this.#standard && { resource: this.#standard, variables: noVariables };
  }

  #findMapped(subPath: string): Resource | undefined {
    const exact = this.#exact.size > 0 ? this.#exact.get(exactPath(subPath)) : undefined;
    if (exact) return exact;
    let longest = 0;
    let byPath: Resource | undefined;
    let byExtension: Resource | undefined;
    const prefixes = this.#mappingPrefixes;
    for (let at = 0; at < prefixes.length; at++) {
      if (!subPath.startsWith(prefixes[at]!)) continue;
      const { resource, mapping } = this.#mappings[at]!;
      const segments = mapping.matchingSegments(subPath);
      if (segments > longest) {
        longest = segments;
        byPath = resource;
      }
      if (!byExtension && mapping.hasExtension(subPath)) byExtension = resource;
    }
    return byPath ?? byExtension;
  }
}
