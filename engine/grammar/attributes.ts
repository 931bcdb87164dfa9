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

/** True when the options make sure that a value is there. */
type IsPresent<O> = O extends { required: true } ? true : O extends { default: infer D } ? (D extends undefined ? false : true) : false;

/** Declares an attribute of a kind. */
export function attribute<T, O extends AttributeOptions<NoInfer<T>> = Record<never, never>>(
  kind: Kind<T>,
  doc: string,
  options?: O,
): AttributeSpec<T, IsPresent<O>> {
  const given: AttributeOptions<T> = options ?? {};
  const required = given.required ?? false;
  return {
    form: 'attribute',
    kind,
    doc,
    required,
    // The type follows the options by IsPresent; the value is the same rule at run time.
    present: (required || given.default !== undefined) as IsPresent<O>,
    ...(given.default === undefined ? {} : { fallback: given.default, fallbackText: String(given.default) }),
    ...(given.ignored === undefined ? {} : { ignored: given.ignored }),
    ...(given.secret === undefined ? {} : { secret: given.secret }),
  };
}

/** Any text, the empty one included. */
export const textKind: Kind<string> = { type: 'text', parse: (raw) => raw.value };

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
export function enumKind<const V extends string>(values: readonly V[], options: { ignoreCase?: boolean } = {}): Kind<V> {
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
