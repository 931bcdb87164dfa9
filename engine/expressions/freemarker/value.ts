import { Decimal } from '../decimal.js';
import type { Environment } from './environment.js';

/** A point of time, and which of date and time of day count. */
export class FtlDate {
  constructor(
    readonly milliseconds: number,
    readonly kind: 'date' | 'time' | 'datetime',
  ) {}
}

/** Anything that is no plain value: it can do what it has a method for, and several things at once. */
export interface FtlObject {
  /** What it is called in errors. */
  readonly description: string;
  /** Its text, for things that are texts as well. Throws FtlTypeError when it has none right now. */
  text?(): string;
  /** Its truth, for things that are conditions as well. */
  boolean?(): boolean;
  /** Its number, for things that are numbers as well. */
  number?(): Decimal;
  /** Hash: the value under a key, undefined when there is none. */
  get?(key: string): FtlValue | undefined;
  /** Hash: its keys, for hashes that know them. */
  keys?(): readonly string[];
  /** Sequence: its length, and what stands at an index. */
  size?(): number;
  at?(index: number): FtlValue | undefined;
  /** Method or function. */
  call?(args: readonly (FtlValue | undefined)[], environment: Environment): FtlValue | undefined;
  /** Text that is markup already: not escaped any more. */
  readonly markup?: string;
  /** A range without end. */
  readonly endless?: boolean;
}

/** A value of a template; undefined = missing. */
export type FtlValue = string | boolean | Decimal | FtlDate | FtlObject;

/** A value is not of the kind that is needed here; whoever knows the expression makes a failure of it. */
export class FtlTypeError extends Error {
  override readonly name = 'FtlTypeError';
}

export function isObject(value: FtlValue | undefined): value is FtlObject {
  return typeof value === 'object' && !(value instanceof Decimal) && !(value instanceof FtlDate);
}

/** A list of values. */
export class FtlSequence implements FtlObject {
  readonly description = 'sequence';

  constructor(readonly items: readonly (FtlValue | undefined)[]) {}

  size(): number {
    return this.items.length;
  }

  at(index: number): FtlValue | undefined {
    return this.items[index];
  }
}

/** Values under names, in order. */
export class FtlHash implements FtlObject {
  readonly description: string = 'extended_hash';

  constructor(readonly entries: ReadonlyMap<string, FtlValue | undefined>) {}

  get(key: string): FtlValue | undefined {
    return this.entries.get(key);
  }

  keys(): readonly string[] {
    return [...this.entries.keys()];
  }
}

/** What a function of this engine is to templates. */
export class FtlMethod implements FtlObject {
  readonly description = 'method';

  constructor(
    readonly call: (args: readonly (FtlValue | undefined)[], environment: Environment) => FtlValue | undefined,
  ) {}
}

/** What stands for a missing value after `x!`: an empty text, sequence and hash. */
export const NOTHING: FtlObject = {
  description: 'default value',
  text: () => '',
  size: () => 0,
  at: () => undefined,
  get: () => undefined,
  keys: () => [],
};

/** Numbers from `first` on, by `step`; `length` may be endless. */
export class FtlRange implements FtlObject {
  readonly description = 'range';

  constructor(
    readonly first: number,
    readonly step: 1 | -1,
    readonly length: number,
    /** Cuts as much as there is (`..*`). */
    readonly lenient = false,
  ) {}

  get endless(): boolean {
    return this.length === Number.POSITIVE_INFINITY;
  }

  size(): number {
    return this.length;
  }

  at(index: number): FtlValue | undefined {
    return index < this.length ? new Decimal(BigInt(this.first + index * this.step), 0) : undefined;
  }
}

/** The items of a sequence. Throws FtlTypeError for anything else, and for a range without end. */
export function itemsOf(value: FtlValue): (FtlValue | undefined)[] {
  if (!isObject(value) || !value.at || !value.size) throw wrongType(value, 'a sequence');
  if (value.endless) throw new FtlTypeError('The range has no end');
  return Array.from({ length: value.size() }, (_, index) => value.at!(index));
}

/** The error that a value is of another kind than wanted. */
export function wrongType(value: FtlValue, wanted: string): FtlTypeError {
  return new FtlTypeError(`Expected ${wanted}, but this has evaluated to ${describe(value)}`);
}

/** What a value is, for errors. */
export function describe(value: FtlValue): string {
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'a boolean';
  if (value instanceof Decimal) return 'a number';
  return value instanceof FtlDate ? 'a date' : `a ${value.description}`;
}
