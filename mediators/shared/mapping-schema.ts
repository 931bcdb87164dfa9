import { fromJson, JsonSyntaxError, parseJson } from '../../engine/kit.js';

/** A schema of the data mapper, as far as it is read: JSON Schema with namespaces and attributes. */
export interface MappingSchema {
  readonly title?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, MappingSchema>>;
  /** One schema, or a list of one. */
  readonly items?: MappingSchema | readonly MappingSchema[];
  readonly attributes?: Readonly<Record<string, MappingSchema>>;
  readonly namespaces?: readonly { readonly prefix?: string; readonly url?: string }[];
  readonly inputType?: string;
  readonly outputType?: string;
}

/** Reads a schema; undefined when the text is no JSON object. */
export function readMappingSchema(text: string): MappingSchema | undefined {
  try {
    const value = fromJson(parseJson(text));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as MappingSchema) : undefined;
  } catch (thrown) {
    if (thrown instanceof JsonSyntaxError) return undefined;
    throw thrown;
  }
}

/** The schema of an item of an array. */
export function itemSchema({ items }: MappingSchema): MappingSchema {
  return (Array.isArray(items) ? (items as readonly MappingSchema[])[0] : (items as MappingSchema | undefined)) ?? {};
}

const HYPHEN = '_EnC0DeCHaRHyPh3n_';

/** A name of XML as a name of JavaScript: `soapenv:Body` is `soapenv_Body`. */
export function scriptName(name: string): string {
  return name.replace(/[:=,]/g, '_').replace(/-/g, HYPHEN);
}

/** Namespaces of a schema by prefix. */
export function namespacesOf({ namespaces }: MappingSchema): ReadonlyMap<string, string> {
  return new Map((namespaces ?? []).flatMap(({ prefix, url }) => (prefix && url ? [[prefix, url] as const] : [])));
}

/** The name of XML behind a name of JavaScript: a known prefix before the first `_` is one. */
export function xmlName(name: string, namespaces: ReadonlyMap<string, string>): { prefix: string; local: string } {
  const plain = name.replaceAll(HYPHEN, '-');
  const [, prefix = '', local = plain] = /^([^_:]+)[_:](.+)$/.exec(plain) ?? [];
  return namespaces.has(prefix) ? { prefix, local } : { prefix: '', local: plain };
}
