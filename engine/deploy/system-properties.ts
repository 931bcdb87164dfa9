import { Fault } from '../errors/index.js';

/** Most properties that flows may set besides those of the configuration. */
const maxSet = 10_000;

/** Java system properties: those of the configuration, and what flows set; that lives as long as the process. */
export class SystemProperties {
  readonly #configured: ReadonlyMap<string, string>;
  readonly #set = new Map<string, string>();

  /** @param configured default: none */
  constructor(configured: ReadonlyMap<string, string> = new Map()) {
    this.#configured = configured;
  }

  get(name: string): string | undefined {
    return this.#set.get(name) ?? this.#configured.get(name);
  }

  /** @throws Fault when flows have set too many */
  set(name: string, value: string): void {
    if (this.#set.size >= maxSet && !this.#set.has(name)) throw new Fault('Too many system properties were set');
    this.#set.set(name, value);
  }
}
