import type { Endpoint } from '../endpoints/index.js';
import { type Finding, finding, formatPlace, type Severity } from '../errors/index.js';
import type { Reference } from '../grammar/index.js';
import type { Services, Value } from '../message/index.js';
import { type Api, sortApis } from './api.js';
import type { CompiledArtifact, Product } from './artifact.js';
import { DeployedArtifacts } from './deployed-artifacts.js';
import type { Proxy } from './proxy.js';
import type { ArtifactTable } from './table.js';

/** A deployment as a value: everything that serves requests, frozen. Requests end on the snapshot they started on. */
export interface Snapshot {
  /** Hash of the content it was made of. */
  readonly revision: string;
  /** In the order in which they are asked for a request. */
  readonly apis: readonly Api[];
  readonly proxies: ReadonlyMap<string, Proxy>;
  readonly artifacts: ArtifactTable;
  readonly services: Services;
  /** Every artifact that was read, the refused ones included. */
  readonly compiled: readonly CompiledArtifact[];
  /** Findings of all artifacts and of their references among each other. */
  readonly findings: readonly Finding[];
}

/** What a snapshot is made with. */
export interface SnapshotOptions {
  readonly revision: string;
  /** Everything that flows use besides the artifacts. */
  readonly services: Omit<Services, 'localEntry' | 'artifacts'>;
  /** Severity of a reference to nothing: the reference engine deploys it and fails when it is reached. Default warning. */
  readonly unresolved?: Severity;
  /** Compiles XML that is used by registry key as a sequence or endpoint. */
  readonly compileXml: (xml: string, key: string) => readonly CompiledArtifact[];
}

/** Puts compiled artifacts together: names, duplicates, references. */
export function assemble(compiled: readonly CompiledArtifact[], options: SnapshotOptions): Snapshot {
  const names = new NameTable(compiled);
  const { registry } = options.services;
  const artifacts = new DeployedArtifacts(names.shared, registry, options.compileXml);
  const services: Services = {
    ...options.services,
    artifacts,
    localEntry: (key) => names.entries.get(key),
  };
  const findings = [...compiled.flatMap((each) => each.findings), ...names.findings];
  for (const each of compiled) {
    for (const reference of each.references) {
      if (!artifacts.has(reference)) findings.push(unresolved(reference, options.unresolved ?? 'warning'));
    }
  }
  const { revision } = options;
  return Object.freeze({
    revision,
    apis: sortApis([...names.apis.values()]),
    proxies: names.proxies,
    artifacts,
    services,
    compiled,
    findings,
  });
}

function unresolved({ target, key, place }: Reference, severity: Severity): Finding {
  return { ...finding('deploy/unresolved', place, { target, key }), severity };
}

/** The shared key space, and those of APIs and proxies (configuration sheet 2.3). */
class NameTable {
  readonly shared = new Map<string, Product>();
  readonly entries = new Map<string, Value>();
  readonly apis = new Map<string, Api>();
  readonly proxies = new Map<string, Proxy>();
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

/** The endpoint of a product, when it is one. */
export function endpointOf(product: Product | undefined): Endpoint | undefined {
  return product?.kind === 'endpoint' ? product.value : undefined;
}
