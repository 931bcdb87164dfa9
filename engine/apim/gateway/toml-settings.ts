import type { TomlTable } from 'smol-toml';

/** The value at a path of table names; undefined = it is not there. In a list of tables the first one counts. */
export function tomlValue(toml: TomlTable, ...path: readonly string[]): unknown {
  let value: unknown = toml;
  for (const name of path) {
    const table: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof table !== 'object' || table === null || !Object.hasOwn(table, name)) return undefined;
    value = (table as Record<string, unknown>)[name];
  }
  return value;
}

/** A list of texts, or one text with commas; undefined = it is neither. */
export function tomlTexts(toml: TomlTable, ...path: readonly string[]): readonly string[] | undefined {
  const value = tomlValue(toml, ...path);
  if (typeof value === 'string') return value.split(',').map((text) => text.trim());
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A switch; undefined = it is not there. */
export function tomlFlag(toml: TomlTable, ...path: readonly string[]): boolean | undefined {
  const value = tomlValue(toml, ...path);
  return typeof value === 'boolean' ? value : undefined;
}
