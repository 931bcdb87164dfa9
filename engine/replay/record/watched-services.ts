import type { ArtifactTable, Sequence } from '../../compile/index.js';
import type { FaultHandler, Outbound, Registry, Services, Value } from '../../message/index.js';
import { valueText } from '../../message/index.js';
import type { RawNamedValue, RawRegistryRead } from './raw-recording.js';

/** What a flow used of its surroundings. */
export class UsedSurroundings {
  /** Keys of artifacts that were looked up, found or not. */
  readonly artifacts = new Set<string>();
  /** Sequences that ran. */
  readonly sequences = new Set<string>();
  readonly registry = new Map<string, RawRegistryRead>();
  readonly environment = new NamedValues();
  readonly systemProperties = new NamedValues();
  readonly fileProperties = new NamedValues();
  readonly configuration = new NamedValues();
}

/** Values by name, as they were when they were first read; what the flow has set itself is none. */
export class NamedValues {
  readonly #values = new Map<string, string>();
  readonly #written = new Set<string>();

  /** Notes a value, unless it is unset. @returns the value */
  note<T extends Value | undefined>(name: string, value: T): T {
    const text = valueText(value);
    if (text !== null && !this.#values.has(name) && !this.#written.has(name)) this.#values.set(name, text);
    return value;
  }

  /** The flow sets a value. */
  written(name: string): void {
    this.#written.add(name);
  }

  list(): RawNamedValue[] {
    return [...this.#values].map(([name, value]) => ({ name, value }));
  }
}

/** What takes the place of the snapshot's own. */
export interface WatchedServicesOptions {
  readonly outbound: Outbound;
  /** Undefined = that of the snapshot. */
  readonly authorizer: unknown;
  /** Whether a key is that of a deployed artifact; any other leads into the registry. */
  isDeployed(key: string): boolean;
}

/** Services that do what the snapshot's do, and note what was asked for. */
export function watchedServices(services: Services, own: WatchedServicesOptions, used: UsedSurroundings): Services {
  const registry = new WatchedRegistry(services.registry, used);
  return {
    ...services,
    ...(own.authorizer === undefined ? {} : { authorizer: own.authorizer }),
    outbound: own.outbound,
    registry,
    artifacts: new WatchedArtifacts(services.artifacts as ArtifactTable, registry, own.isDeployed, used),
    localEntry(key) {
      const value = services.localEntry(key);
      if (value !== undefined) used.artifacts.add(key);
      return value;
    },
    environment: (name) => used.environment.note(name, services.environment(name)),
    systemProperty: (name) => used.systemProperties.note(name, services.systemProperty(name)),
    setSystemProperty(name, value) {
      used.systemProperties.written(name);
      services.setSystemProperty?.(name, value);
    },
    fileProperty: (name) => used.fileProperties.note(name, services.fileProperty(name)),
    config: (name) => used.configuration.note(name, services.config(name)),
  };
}

/** A registry that notes what is read before the flow itself writes it. */
class WatchedRegistry implements Registry {
  readonly #written = new Set<string>();

  constructor(
    readonly inner: Registry,
    readonly used: UsedSurroundings,
  ) {}

  text(path: string): string | undefined {
    const text = this.inner.text(path);
    this.#note(path, undefined, text);
    return text;
  }

  value(path: string): Value | undefined {
    const value = this.inner.value(path);
    if (value !== undefined) this.note(path);
    return value;
  }

  property(path: string, name: string): string | undefined {
    const text = this.inner.property(path, name);
    this.#note(path, name, text);
    return text;
  }

  put(path: string, text: string): void {
    this.#written.add(keyOf(path, undefined));
    this.inner.put(path, text);
  }

  putProperty(path: string, name: string, text: string): void {
    this.#written.add(keyOf(path, name));
    this.inner.putProperty(path, name, text);
  }

  /** Notes a resource as a whole. */
  note(path: string): void {
    const key = keyOf(path, undefined);
    if (!this.used.registry.has(key) && !this.#written.has(key)) this.#note(path, undefined, this.inner.text(path));
  }

  #note(path: string, property: string | undefined, text: string | undefined): void {
    const key = keyOf(path, property);
    if (text === undefined || this.used.registry.has(key) || this.#written.has(key)) return;
    this.used.registry.set(key, { path, property, text });
  }
}

function keyOf(path: string, property: string | undefined): string {
  return property === undefined ? path : `${path}@${property}`;
}

/** Notes which artifacts are looked up, and which sequences run. */
class WatchedArtifacts implements ArtifactTable {
  constructor(
    readonly inner: ArtifactTable,
    readonly registry: WatchedRegistry,
    readonly isDeployed: WatchedServicesOptions['isDeployed'],
    readonly used: UsedSurroundings,
  ) {}

  get preMediate(): Sequence | undefined {
    return this.inner.preMediate && this.sequence('pre-mediate');
  }

  sequence(key: string): Sequence | undefined {
    const sequence = this.#note(key, this.inner.sequence(key));
    return sequence && this.#watched(sequence, key);
  }

  endpoint(key: string): ReturnType<ArtifactTable['endpoint']> {
    return this.#note(key, this.inner.endpoint(key));
  }

  template(name: string): ReturnType<ArtifactTable['template']> {
    return this.#note(name, this.inner.template(name));
  }

  endpointTemplate(name: string): ReturnType<ArtifactTable['endpointTemplate']> {
    return this.#note(name, this.inner.endpointTemplate(name));
  }

  messageStore(name: string): ReturnType<ArtifactTable['messageStore']> {
    return this.#note(name, this.inner.messageStore(name));
  }

  entry(key: string): Value | undefined {
    return this.#note(key, this.inner.entry(key));
  }

  #note<T>(key: string, found: T | undefined): T | undefined {
    if (found === undefined || this.used.artifacts.has(key)) return found;
    this.used.artifacts.add(key);
    if (!this.isDeployed(key)) this.registry.note(key);
    return found;
  }

  #watched({ handler, run, ...sequence }: Sequence, key: string): Sequence {
    const ran = (): void => void this.used.sequences.add(key);
    const watchedHandler: FaultHandler = {
      name: handler.name,
      handle(message, fault) {
        ran();
        return handler.handle(message, fault);
      },
    };
    return {
      ...sequence,
      handler: watchedHandler,
      run(message) {
        ran();
        return run(message);
      },
    };
  }
}
