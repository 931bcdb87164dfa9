import type { Decimal } from '../../decimal.js';
import { booleanOf, numberOf, textOf } from '../convert.js';
import type { Environment, Loop } from '../environment.js';
import { type FtlObject, FtlTypeError, type FtlValue, isObject, wrongType } from '../value.js';

/** A use of a built-in: what stands before the `?`, and the arguments. */
export interface BuiltInCall {
  /** The value before the `?`; undefined when it is missing, which most built-ins never see. */
  readonly value: FtlValue | undefined;
  /** How many arguments there are; undefined without parentheses. */
  readonly count: number | undefined;
  readonly environment: Environment;
  /** The loop whose variable stands before the `?`. */
  readonly loop: Loop | undefined;
  /** An argument, evaluated now; undefined when it is missing or not there. */
  argument(index: number): FtlValue | undefined;
  /** Calls a function: one of the template, a method, or a lambda. */
  apply(called: FtlValue, args: readonly (FtlValue | undefined)[]): FtlValue | undefined;
  /** The function that an argument is: a lambda is not evaluated before. */
  functionArgument(index: number): (...args: readonly (FtlValue | undefined)[]) => FtlValue | undefined;
  /** Evaluates a text as an expression, `?eval`. */
  evaluate(text: string): FtlValue | undefined;
}

/** Carries out a built-in. Throws FtlTypeError for values that do not fit. */
export type BuiltIn = (call: BuiltInCall) => FtlValue | undefined;

/** Built-ins by name. */
export type BuiltIns = Readonly<Record<string, BuiltIn>>;

/** The argument. Throws FtlTypeError when it is missing. */
export function argument(call: BuiltInCall, index: number): FtlValue {
  const value = call.argument(index);
  if (value === undefined) throw new FtlTypeError(`Argument ${index + 1} is missing`);
  return value;
}

export function textArgument(call: BuiltInCall, index: number): string {
  return textOf(argument(call, index), call.environment);
}

/** Flags and the like: '' when they are not there. */
export function optionalText(call: BuiltInCall, index: number): string {
  return (call.count ?? 0) > index ? textArgument(call, index) : '';
}

export function numberArgument(call: BuiltInCall, index: number): Decimal {
  return numberOf(argument(call, index));
}

/** A whole number. */
export function indexArgument(call: BuiltInCall, index: number): number {
  return Math.trunc(numberArgument(call, index).toNumber());
}

/** The value as text, numbers as they are printed. */
export function text(call: BuiltInCall): string {
  return textOf(call.value!, call.environment);
}

export function number(call: BuiltInCall): Decimal {
  return numberOf(call.value!);
}

export function boolean(call: BuiltInCall): boolean {
  return booleanOf(call.value!);
}

/** The value as a thing of several abilities. Throws FtlTypeError when it lacks the wanted one. */
export function object<K extends keyof FtlObject>(
  call: BuiltInCall,
  ability: K,
  wanted: string,
): FtlObject & Required<Pick<FtlObject, K>> {
  const { value } = call;
  if (isObject(value) && value[ability] !== undefined) return value as FtlObject & Required<Pick<FtlObject, K>>;
  throw wrongType(value!, wanted);
}
