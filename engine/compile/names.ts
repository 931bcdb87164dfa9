import { type Finding, finding, formatPlace, type Severity } from '../errors/index.js';
import type { Reference } from '../grammar/index.js';
import type { Value } from '../message/index.js';
import type { Api } from './api.js';
import type { CompiledArtifact, Product } from './artifact.js';
import type { ProxyService } from './proxy.js';

/** The names of a deployment: the shared key space, and those of APIs and proxies (configuration sheet 2.3). */
export class NameTable {
  readonly shared = new Map<string, Product>();
  readonly entries = new Map<string, Value>();
  readonly apis = new Map<string, Api>();
  readonly proxies = new Map<string, ProxyService>();
  readonly findings: Finding[] = [];
  readonly #places = new Map<Product, CompiledArtifact>();

  constructor(compiled: readonly CompiledArtifact[]) {
    for (const artifact of compiled) if (artifact.product) this.#add(artifact, artifact.product);
  }

  #add(artifact: CompiledArtifact, product: Product): void {
    this.#places.set(product, artifact);
    if (product.kind === 'api') this.#addOwn(this.apis, artifact, product.name, product.value);
    else if (product.kind === 'proxy') this.#addOwn(this.proxies, artifact, product.name, product.value);
    else if (product.kind !== 'other') this.#addShared(artifact, product);
  }

  /** A later sequence, endpoint, template or entry of the same key replaces the earlier one. */
  #addShared(artifact: CompiledArtifact, product: Product): void {
    const earlier = this.shared.get(product.name);
    const other = earlier && this.#places.get(earlier);
    if (other) {
      const values = { name: product.name, other: formatPlace(artifact.place) };
      this.findings.push(finding('deploy/replaced', other.place, values));
    }
    this.shared.set(product.name, product);
    if (product.kind === 'localEntry') this.entries.set(product.name, product.value);
    else this.entries.delete(product.name);
  }

  /** An API or proxy of a name that is taken is refused; the first one stays. */
  #addOwn<T extends { readonly place: CompiledArtifact['place'] }>(
    map: Map<string, T>,
    artifact: CompiledArtifact,
    name: string,
    value: T,
  ): void {
    const earlier = map.get(name);
    if (!earlier) {
      map.set(name, value);
      return;
    }
    const values = { kind: artifact.element, name, other: formatPlace(earlier.place) };
    this.findings.push(finding('deploy/duplicate', artifact.place, values));
  }
}

/** Findings for references that lead nowhere. */
export function unresolvedReferences(
  compiled: readonly CompiledArtifact[],
  has: (reference: Reference) => boolean,
  severity: Severity,
): Finding[] {
  return compiled
    .flatMap(({ references }) => references)
    .filter((reference) => !has(reference))
    .map(({ target, key, place }) => ({ ...finding('deploy/unresolved', place, { target, key }), severity }));
}

/** Keys that lead into the registry, which a check of files alone does not see. */
const REGISTRY_KEY = /^(conf|gov|local|resources):|^\//;

/** What a set of artifacts lacks or doubles, judged by themselves, without a registry. */
export function linkFindings(compiled: readonly CompiledArtifact[], unresolved: Severity): Finding[] {
  const names = new NameTable(compiled);
  const defined = new Set(compiled.map(({ name }) => name));
  const has = ({ target, key }: Reference) =>
    target === 'messageStore' || REGISTRY_KEY.test(key) || STANDARD.has(key) || defined.has(key);
  return [...names.findings, ...unresolvedReferences(compiled, has, unresolved)];
}

/** Sequences that are always there. */
const STANDARD = new Set(['main', 'fault']);
