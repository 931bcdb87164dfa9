import { type Finding, finding, formatPlace, type Place, type Severity } from '../errors/index.js';
import type { Reference } from '../grammar/index.js';
import type { Value } from '../message/index.js';
import type { Api } from './api.js';
import type { CompiledArtifact, Product } from './artifact.js';
import type { MessageStore } from './message-store.js';
import type { ProxyService } from './proxy.js';

/** Kinds of artifacts that nothing here runs, each with a space of names of its own. */
const otherSpaces = new Set(['task', 'messageProcessor', 'inboundEndpoint', 'priorityExecutor', 'eventSource']);

/** The names of a deployment: the shared key space, and those of each other kind (configuration sheet 2.3). */
export class NameTable {
  readonly shared = new Map<string, Product>();
  readonly entries = new Map<string, Value>();
  readonly apis = new Map<string, Api>();
  readonly proxies = new Map<string, ProxyService>();
  readonly messageStores = new Map<string, MessageStore>();
  readonly findings: Finding[] = [];
  readonly #artifacts = new Map<Product, CompiledArtifact>();
  /** By kind and name. */
  readonly #owners = new Map<string, CompiledArtifact>();
  /** By context and version. */
  readonly #contexts = new Map<string, Api>();

  constructor(compiled: readonly CompiledArtifact[]) {
    for (const artifact of compiled) if (artifact.product) this.#add(artifact, artifact.product);
  }

  #add(artifact: CompiledArtifact, product: Product): void {
    switch (product.kind) {
      case 'api':
        if (this.#claimName(artifact, product.name) && this.#claimContext(product.value)) {
          this.apis.set(product.name, product.value);
        }
        return;
      case 'proxy':
        if (this.#claimName(artifact, product.name)) this.proxies.set(product.name, product.value);
        return;
      case 'messageStore':
        if (this.#claimName(artifact, product.name)) this.messageStores.set(product.name, product.value);
        return;
      case 'other':
        if (otherSpaces.has(artifact.element)) this.#claimName(artifact, product.name);
        return;
      default:
        this.#addShared(artifact, product);
    }
  }

  /**
   * A later sequence, endpoint, template or entry of the same key replaces the earlier one, but for a local entry: that
   * one stays, and the later artifact is refused.
   */
  #addShared(artifact: CompiledArtifact, product: Product): void {
    const { name } = product;
    const earlier = this.shared.get(name);
    const other = earlier && this.#artifacts.get(earlier);
    if (other && earlier.kind === 'localEntry') {
      this.#refuse(artifact, name, other.place);
      return;
    }
    if (other) {
      this.findings.push(finding('deploy/replaced', other.place, { name, other: formatPlace(artifact.place) }));
    }
    this.#artifacts.set(product, artifact);
    this.shared.set(name, product);
    if (product.kind === 'localEntry') this.entries.set(name, product.value);
  }

  /** Takes a name in the space of the artifact's kind; when it is taken, the later artifact is refused. */
  #claimName(artifact: CompiledArtifact, name: string): boolean {
    const key = `${artifact.element} ${name}`;
    const owner = this.#owners.get(key);
    if (owner) this.#refuse(artifact, name, owner.place);
    else this.#owners.set(key, artifact);
    return owner === undefined;
  }

  /** Two APIs cannot share context and version, whatever their hosts are (configuration sheet 3.1). */
  #claimContext(api: Api): boolean {
    const key = `${api.context} ${api.version}`;
    const owner = this.#contexts.get(key);
    if (!owner) {
      this.#contexts.set(key, api);
      return true;
    }
    const values = { context: api.context || '/', name: owner.fullName, other: formatPlace(owner.place) };
    this.findings.push(finding('deploy/duplicate-context', api.place, values));
    return false;
  }

  #refuse(artifact: CompiledArtifact, name: string, other: Place): void {
    const values = { kind: artifact.element, name, other: formatPlace(other) };
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
  const has = ({ key }: Reference) => REGISTRY_KEY.test(key) || STANDARD.has(key) || defined.has(key);
  return [...names.findings, ...unresolvedReferences(compiled, has, unresolved)];
}

/** Sequences that are always there. */
const STANDARD = new Set(['main', 'fault']);
