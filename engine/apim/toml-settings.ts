import type { TomlTable, TomlValue } from 'smol-toml';

/**
 * A table of `deployment.toml`. It reads values in the forms that people write them in, and what has another form is an
 * Error that names the setting.
 */
export class TomlSettings {
  readonly #table: TomlTable;
  readonly #name: string;

  /** @param name of the table, for errors; default: it is the whole file */
  constructor(table: TomlTable, name = '') {
    this.#table = table;
    this.#name = name;
  }

  /** The table under a key; an absent one is empty. */
  section(key: string): TomlSettings {
    const value = this.#value(key) ?? {};
    if (!isTable(value)) throw this.unusable(key, 'must be a table');
    return new TomlSettings(value, this.#nameOf(key));
  }

  /** The tables of a list; a single table is a list of one, an absent key an empty list. */
  sections(key: string): TomlSettings[] {
    const value = this.#value(key) ?? [];
    return (Array.isArray(value) ? value : [value]).map((item, index) => {
      if (!isTable(item)) throw this.unusable(key, 'must be a table, or a list of tables');
      return new TomlSettings(item, `${this.#nameOf(key)} no. ${index + 1}`);
    });
  }

  /** A boolean, or a text that says one; undefined when absent. */
  flag(key: string): boolean | undefined {
    const value = this.#value(key);
    if (value === undefined || typeof value === 'boolean') return value;
    const text = String(value).trim().toLowerCase();
    if (text !== 'true' && text !== 'false') throw this.unusable(key, 'must be true or false');
    return text === 'true';
  }

  /** A text without the space around it; undefined when absent or blank. */
  text(key: string): string | undefined {
    return this.wholeText(key)?.trim() || undefined;
  }

  /** A text as it stands, which may be empty; undefined when absent. */
  wholeText(key: string): string | undefined {
    const value = this.#value(key);
    if (value !== undefined && typeof value !== 'string') throw this.unusable(key, 'must be a text');
    return value;
  }

  /** A whole number, or a text that says one; undefined when absent. */
  number(key: string): number | undefined {
    const value = this.#value(key);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw this.unusable(key, 'must be a whole number');
    return number;
  }

  /** The texts of a list, or of a text that separates them by commas; blank ones are left out, absent = empty. */
  texts(key: string): string[] {
    return this.listed(key) ?? [];
  }

  /** As `texts`; undefined when absent. */
  listed(key: string): string[] | undefined {
    const value = this.#value(key);
    if (value === undefined) return undefined;
    const items = typeof value === 'string' ? value.split(',') : value;
    if (!Array.isArray(items)) throw this.unusable(key, 'must be a list of texts');
    return items
      .map((item) => {
        if (typeof item !== 'string') throw this.unusable(key, 'must be a list of texts');
        return item.trim();
      })
      .filter((item) => item !== '');
  }

  /** The Error for a value that cannot be used. */
  unusable(key: string, why: string): Error {
    const of = this.#name === '' ? '' : ` of ${this.#name}`;
    return new Error(`deployment.toml: ${key}${of} ${why}.`);
  }

  #value(key: string): TomlValue | undefined {
    return Object.hasOwn(this.#table, key) ? this.#table[key] : undefined;
  }

  #nameOf(key: string): string {
    return this.#name === '' ? key : `${this.#name}.${key}`;
  }
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}
