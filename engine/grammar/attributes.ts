import type { Kind, RawText, ReadContext, Reference } from './kind.js';
import { badValue } from './kind.js';
import type { AttributeSpec } from './shape.js';

/** What can be said of an attribute beside its kind. */
export interface AttributeOptions<T> {
  readonly required?: boolean;
  /** Value when the attribute is absent. */
  readonly default?: T;
  readonly ignored?: string;
  readonly secret?: boolean;
}

/** Options that make sure that a value is always there. */
type Assured<T> = AttributeOptions<T> & ({ readonly required: true } | { readonly default: T });

/** Declares an attribute of a kind. */
export function attribute<T>(kind: Kind<T>, doc: string, options: Assured<NoInfer<T>>): AttributeSpec<T, true>;
export function attribute<T>(
  kind: Kind<T>,
  doc: string,
  options?: AttributeOptions<NoInfer<T>>,
): AttributeSpec<T, false>;
export function attribute<T>(kind: Kind<T>, doc: string, options: AttributeOptions<T> = {}): AttributeSpec<T> {
  const required = options.required ?? false;
  return {
    form: 'attribute',
    kind,
    doc,
    required,
    present: required || options.default !== undefined,
    ...(options.default === undefined ? {} : { fallback: options.default, fallbackText: String(options.default) }),
    ...(options.ignored === undefined ? {} : { ignored: options.ignored }),
    ...(options.secret === undefined ? {} : { secret: options.secret }),
  };
}

/** Any text, the empty one included. */
export const textKind: Kind<string> = { type: 'text', parse: (raw) => raw.value };

/** `{something}` without quotes or line breaks: not JSON, and not evaluated either. */
const PLACEHOLDER = /^\{[^{}"'\s][^{}"\n]*\}$/;

/** A literal value; one that looks like a placeholder nobody filled in gets a warning. */
export const literalKind: Kind<string> = {
  type: 'text',
  parse(raw, context) {
    if (PLACEHOLDER.test(raw.value)) {
      context.report.add('grammar/placeholder', raw.place, { value: raw.value, name: raw.name });
    }
    return raw.value;
  },
};

/** Text that is not blank. */
export const nameKind: Kind<string> = {
  type: 'name',
  parse: (raw, context) => (raw.value.trim() === '' ? badValue(raw, context, 'it must not be empty') : raw.value),
};

/** `true` in any case is true, everything else false: how most of the reference's readers take a switch. */
export const booleanKind: Kind<boolean> = {
  type: 'boolean',
  xsd: 'string',
  values: ['true', 'false'],
  parse: (raw) => raw.value.trim().toLowerCase() === 'true',
};

/** `true`, `yes`, `1` against `false`, `no`, `0`; anything else is an error (conditionalRouter). */
export const strictBooleanKind: Kind<boolean> = {
  type: 'boolean',
  xsd: 'string',
  values: ['true', 'false', 'yes', 'no', '1', '0'],
  parse(raw, context) {
    const text = raw.value.trim().toLowerCase();
    if (['true', 'yes', '1'].includes(text)) return true;
    if (['false', 'no', '0'].includes(text)) return false;
    return badValue(raw, context, 'it must be true or false');
  },
};

/** A whole number. */
export const integerKind: Kind<number> = {
  type: 'integer',
  xsd: 'integer',
  parse(raw, context) {
    const text = raw.value.trim();
    return /^[+-]?\d+$/.test(text) ? Number(text) : badValue(raw, context, 'it must be a whole number');
  },
};

/** One of a list of words, written exactly so. */
export function enumKind<const V extends string>(
  values: readonly V[],
  options: { ignoreCase?: boolean } = {},
): Kind<V> {
  return {
    type: 'one of',
    values,
    parse(raw: RawText, context: ReadContext) {
      const wanted = options.ignoreCase ? raw.value.trim().toLowerCase() : raw.value;
      const found = values.find((value) => (options.ignoreCase ? value.toLowerCase() : value) === wanted);
      return found ?? badValue(raw, context, `it must be one of ${values.join(', ')}`);
    },
  };
}

/** The static name of another artifact; linking checks that it exists. */
export function keyKind(target: Reference['target']): Kind<string> {
  return {
    type: `${target} key`,
    parse(raw, context) {
      if (raw.value.trim() === '') return badValue(raw, context, 'it must not be empty');
      context.reference({ target, key: raw.value, place: raw.place });
      return raw.value;
    },
  };
}
