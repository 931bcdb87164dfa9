import type { Frame } from './frame.js';
import { javaTextToNumber, xpathNumberText } from './number-text.js';
import { toBoolean, toNumber, toText, type XPathItem, type XPathValue } from './value.js';

/**
 * An expression as closures. The kind is known before any message comes: a consumer takes the closure of the kind that it
 * needs and nothing is converted twice.
 */
export interface Compiled {
  /** What `value` gives: `nodes` an array, `any` whatever a property holds. */
  readonly kind: 'text' | 'number' | 'boolean' | 'nodes' | 'any';
  /** The value, where it is the same for every message. */
  readonly constant: string | number | boolean | undefined;
  value(frame: Frame): XPathValue;
  text(frame: Frame): string;
  number(frame: Frame): number;
  boolean(frame: Frame): boolean;
}

/** An expression whose value is a text. */
export function textual(text: (frame: Frame) => string): Compiled {
  return {
    kind: 'text',
    constant: undefined,
    value: text,
    text,
    number: (frame) => javaTextToNumber(text(frame)),
    boolean: (frame) => text(frame) !== '',
  };
}

/** An expression whose value is a number. */
export function numeric(number: (frame: Frame) => number): Compiled {
  return {
    kind: 'number',
    constant: undefined,
    value: number,
    text: (frame) => xpathNumberText(number(frame)),
    number,
    boolean: (frame) => toBoolean(number(frame)),
  };
}

/** An expression whose value is a boolean. */
export function logical(boolean: (frame: Frame) => boolean): Compiled {
  return {
    kind: 'boolean',
    constant: undefined,
    value: boolean,
    text: (frame) => (boolean(frame) ? 'true' : 'false'),
    number: (frame) => (boolean(frame) ? 1 : 0),
    boolean,
  };
}

/** An expression whose value is a node-set. */
export function nodeSet(nodes: (frame: Frame) => readonly XPathItem[]): Compiled {
  return { ...anything(nodes), kind: 'nodes' };
}

/** An expression whose value is known only when it is there. */
export function anything(value: (frame: Frame) => XPathValue): Compiled {
  return {
    kind: 'any',
    constant: undefined,
    value,
    text: (frame) => toText(value(frame)),
    number: (frame) => toNumber(value(frame)),
    boolean: (frame) => toBoolean(value(frame)),
  };
}

/** An expression that has the same value for every message. */
export function constant(value: string | number | boolean): Compiled {
  const kind = typeof value === 'string' ? 'text' : (typeof value as 'number' | 'boolean');
  const text = toText(value);
  const number = toNumber(value);
  const boolean = toBoolean(value);
  return { kind, constant: value, value: () => value, text: () => text, number: () => number, boolean: () => boolean };
}

/** An expression that fails whenever it is evaluated. */
export function failing(error: () => Error): Compiled {
  return anything(() => {
    throw error();
  });
}
