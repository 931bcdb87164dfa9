import type { Endpoint, EndpointTemplate } from '../endpoints/index.js';
import { Fault } from '../errors/index.js';
import type { Reference } from '../grammar/index.js';
import type { Registry, Value } from '../message/index.js';
import { serializeXml, XmlElement } from '../xml/index.js';
import type { CompiledArtifact, Product } from './artifact.js';
import type { MessageStore } from './message-store.js';
import type { NameTable } from './names.js';
import type { ArtifactTable, Sequence, SequenceTemplate } from './table.js';

/** The table of a snapshot: deployed artifacts first, then local entries that hold one, then the registry. */
export class DeployedArtifacts implements ArtifactTable {
  readonly preMediate: Sequence | undefined;
  readonly #products: ReadonlyMap<string, Product>;
  readonly #messageStores: ReadonlyMap<string, MessageStore>;
  readonly #registry: Registry;
  readonly #compileXml: (xml: string, key: string) => readonly CompiledArtifact[];
  /** What was compiled from entries and registry resources: the newest version of each, so a changed one is compiled anew. */
  readonly #fromContent = new Map<string, { readonly xml: string; readonly product: Product | undefined }>();

  constructor(
    names: Pick<NameTable, 'shared' | 'messageStores'>,
    registry: Registry,
    compileXml: (xml: string, key: string) => readonly CompiledArtifact[],
  ) {
    this.#products = names.shared;
    this.#messageStores = names.messageStores;
    this.#registry = registry;
    this.#compileXml = compileXml;
    this.preMediate = this.sequence('pre-mediate');
  }

  sequence(key: string): Sequence | undefined {
    const product = this.#find(key, 'sequence');
    return product?.kind === 'sequence' ? product.value : undefined;
  }

  endpoint(key: string): Endpoint | undefined {
    const product = this.#find(key, 'endpoint');
    return product?.kind === 'endpoint' ? product.value : undefined;
  }

  template(name: string): SequenceTemplate | undefined {
    const product = this.#find(name, 'template');
    return product?.kind === 'template' ? product.value : undefined;
  }

  endpointTemplate(name: string): EndpointTemplate | undefined {
    const product = this.#find(name, 'endpointTemplate');
    return product?.kind === 'endpointTemplate' ? product.value : undefined;
  }

  messageStore(name: string): MessageStore | undefined {
    return this.#messageStores.get(name);
  }

  entry(key: string): Value | undefined {
    const product = this.#products.get(key);
    if (product?.kind === 'localEntry') return product.value;
    return this.#registry.value(key);
  }

  /** Whether a reference leads to something. A key that leads out of the registry does not, and faults when it is used. */
  has({ target, key }: Reference): boolean {
    if (target === 'messageStore') return this.messageStore(key) !== undefined;
    try {
      return (target === 'entry' ? this.entry(key) : this.#find(key, target)) !== undefined;
    } catch (thrown) {
      if (thrown instanceof Fault) return false;
      throw thrown;
    }
  }

  #find(key: string, kind: Product['kind']): Product | undefined {
    const product = this.#products.get(key);
    if (product && product.kind !== 'localEntry') return product.kind === kind ? product : undefined;
    const value = product ? product.value : this.#registry.value(key);
    return value instanceof XmlElement && value.localName === kind
      ? this.#fromXml(serializeXml(value), key)
      : undefined;
  }

  #fromXml(xml: string, key: string): Product | undefined {
    const known = this.#fromContent.get(key);
    if (known?.xml === xml) return known.product;
    const product = this.#compileXml(xml, key)[0]?.product;
    this.#fromContent.set(key, { xml, product });
    return product;
  }
}
