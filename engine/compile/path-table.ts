import { exactPath, type Mapping, type ResourceTemplate, type UrlMapping } from './mapping.js';

/** A path that was found, with what its template took out of it. */
export interface FoundPath {
  /** The place of its mapping in the list that the table was made of. */
  readonly place: number;
  readonly variables: ReadonlyMap<string, string>;
}

interface Placed<M> {
  readonly place: number;
  readonly mapping: M;
}

const noVariables: ReadonlyMap<string, string> = new Map();

/**
 * Places of mappings by path: url-mappings first, then templates in their order, then the default resource, which has
 * none (configuration sheet 3.5).
 */
export class PathTable {
  readonly #exact = new Map<string, number>();
  readonly #mappings: Placed<UrlMapping>[] = [];
  readonly #templates: Placed<ResourceTemplate>[] = [];
  /** −1: there is none. */
  readonly #standard: number;

  constructor(mappings: readonly (Mapping | undefined)[]) {
    for (const [place, mapping] of mappings.entries()) {
      if (mapping?.kind === 'uri-template') this.#templates.push({ place, mapping });
      else if (mapping && mapping.exact === undefined) this.#mappings.push({ place, mapping });
      else if (mapping?.exact !== undefined && !this.#exact.has(mapping.exact)) this.#exact.set(mapping.exact, place);
    }
    this.#standard = mappings.indexOf(undefined);
  }

  /**
   * The mapping for a path below the API, with the query, undecoded; undefined when there is none.
   * @throws Fault when the path has a malformed percent sequence
   */
  find(subPath: string): FoundPath | undefined {
    const mapped = this.#findMapped(subPath);
    if (mapped >= 0) return { place: mapped, variables: noVariables };
    for (const { place, mapping } of this.#templates) {
      if (!subPath.startsWith(mapping.prefix)) continue;
      const variables = mapping.match(subPath);
      if (variables) return { place, variables };
    }
    return this.#standard < 0 ? undefined : { place: this.#standard, variables: noVariables };
  }

  #findMapped(subPath: string): number {
    const exact = this.#exact.size > 0 ? this.#exact.get(exactPath(subPath)) : undefined;
    if (exact !== undefined) return exact;
    let longest = 0;
    let byPath = -1;
    let byExtension = -1;
    for (const { place, mapping } of this.#mappings) {
      if (!subPath.startsWith(mapping.prefix)) continue;
      const segments = mapping.matchingSegments(subPath);
      if (segments > longest) {
        longest = segments;
        byPath = place;
      }
      if (byExtension < 0 && mapping.hasExtension(subPath)) byExtension = place;
    }
    return byPath < 0 ? byExtension : byPath;
  }
}

/** How many tables are kept to be shared. */
const sharedTables = 1000;

const tables = new Map<string, PathTable>();

/**
 * The table of these mappings. APIs often have the same paths; they share a table then, which stays in the processor's
 * caches although each request meets another API.
 */
export function pathTable(mappings: readonly (Mapping | undefined)[]): PathTable {
  const key = mappings.map((mapping) => (mapping ? `${mapping.kind} ${mapping.text}` : 'default')).join('\0');
  let table = tables.get(key);
  if (!table) {
    table = new PathTable(mappings);
    if (tables.size >= sharedTables) tables.clear();
    tables.set(key, table);
  }
  return table;
}
