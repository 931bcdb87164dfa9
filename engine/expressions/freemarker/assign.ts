import { Decimal } from '../decimal.js';
import { numberOf, textOf } from './convert.js';
import { type Environment, Namespace } from './environment.js';
import { required } from './evaluate.js';
import { calculate } from './number-text.js';
import type { Assignment, AssignScope, Expression, Statement } from './syntax.js';
import { FtlHash, FtlSequence, FtlTypeError, type FtlValue, isObject, wrongType } from './value.js';

type Of<K extends Statement['kind']> = Statement & { readonly kind: K };

/** Where `#assign`, `#global` and `#local` put variables. */
export function target(
  { scope, namespace, start }: { scope: AssignScope; namespace: Expression | undefined; start: number },
  environment: Environment,
): Map<string, FtlValue | undefined> {
  if (namespace) {
    const found = required(namespace, environment);
    if (found instanceof Namespace) return found.variables;
    throw environment.blame(namespace, wrongType(found, 'a namespace').message);
  }
  if (scope === 'global') return environment.globals.variables;
  if (scope === 'assign') return environment.namespace.variables;
  if (environment.macro) return environment.macro.scope.variables;
  throw environment.fail({ start }, '#local can stand in a macro or function only');
}

/** One assignment of `#assign`, `#global` or `#local`. */
export function assign(
  { name, operator, value, start }: Assignment,
  statement: Of<'assign'>,
  environment: Environment,
): void {
  const variables = target(statement, environment);
  if (operator === '=') {
    variables.set(name, required(value!, environment));
    return;
  }
  const old = variables.get(name);
  if (old === undefined) throw environment.fail({ start }, `The variable ${name} is missing`);
  const one = new Decimal(1n, 0);
  const other = value ? required(value, environment) : one;
  const sign = operator[0] as '+' | '-' | '*' | '/' | '%';
  try {
    const text = sign === '+' && !(old instanceof Decimal && other instanceof Decimal);
    variables.set(name, text ? joinedWith(old, other, environment) : calculate(sign, numberOf(old), numberOf(other)));
  } catch (thrown) {
    throw thrown instanceof FtlTypeError ? environment.fail({ start }, thrown.message) : thrown;
  }
}

function joinedWith(old: FtlValue, other: FtlValue, environment: Environment): FtlValue {
  if (isObject(old) && isObject(other) && old.at && other.at && old.size && other.size) {
    const items = [old, other].flatMap((list) => Array.from({ length: list.size!() }, (_, index) => list.at!(index)));
    return new FtlSequence(items);
  }
  if (isObject(old) && isObject(other) && old.keys && other.keys) {
    const members = [old, other].flatMap((hash) => hash.keys!().map((key) => [key, hash.get?.(key)] as const));
    return new FtlHash(new Map(members));
  }
  return textOf(old, environment) + textOf(other, environment);
}
