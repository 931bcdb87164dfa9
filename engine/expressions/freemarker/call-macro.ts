import { type Environment, Macro, type MacroCall, Scope } from './environment.js';
import { evaluate, required } from './evaluate.js';
import { execute, type Flow } from './execute.js';
import type { Expression, MacroSyntax, Parameter, Statement } from './syntax.js';
import { FtlHash, FtlSequence, type FtlValue, wrongType } from './value.js';

type Of<K extends Statement['kind']> = Statement & { readonly kind: K };

/** `<@macro …>` */
export function runCall(statement: Of<'call'>, environment: Environment): void {
  const macro = required(statement.name, environment);
  if (!(macro instanceof Macro) || macro.syntax.isFunction) {
    throw environment.blame(statement.name, wrongType(macro, 'a user-defined directive (macro, etc.)').message);
  }
  const positional = statement.positional.map((each) => evaluate(each, environment));
  const named = new Map(statement.named.map(([name, value]) => [name, evaluate(value, environment)] as const));
  const { body, bodyVariables } = statement;
  callMacro(macro, { positional, named, body, bodyVariables }, statement, environment);
}

interface Arguments {
  readonly positional: readonly (FtlValue | undefined)[];
  readonly named: ReadonlyMap<string, FtlValue | undefined>;
  readonly body: readonly Statement[] | undefined;
  readonly bodyVariables: readonly string[];
}

function callMacro(macro: Macro, args: Arguments, at: { start: number }, environment: Environment): void {
  const before = { scope: environment.scope, macro: environment.macro, namespace: environment.namespace };
  const scope = new Scope(undefined);
  const call: MacroCall = {
    scope,
    body: args.body,
    bodyVariables: args.bodyVariables,
    callerScope: before.scope,
    callerMacro: before.macro,
    callerNamespace: before.namespace,
  };
  environment.enter(at, () => {
    try {
      environment.macro = call;
      environment.scope = scope;
      environment.namespace = macro.namespace;
      bind(macro, args, scope, at, environment);
      environment.returned = undefined;
      execute(macro.syntax.body, environment);
    } finally {
      Object.assign(environment, before);
    }
  });
}

function bind(macro: Macro, args: Arguments, scope: Scope, at: { start: number }, environment: Environment): void {
  const { parameters, catchAll, name } = macro.syntax;
  const kind = macro.description;
  parameters.forEach((parameter, index) => {
    const given = args.named.get(parameter.name) ?? args.positional[index];
    const value = given ?? defaultOf(parameter, environment);
    if (value === undefined) {
      throw environment.fail(
        at,
        `When calling ${kind} "${name}", required parameter "${parameter.name}" (parameter #${index + 1}) was not specified.`,
      );
    }
    scope.variables.set(parameter.name, value);
  });
  const rest = args.positional.slice(parameters.length);
  const others = [...args.named].filter(([key]) => !parameters.some((parameter) => parameter.name === key));
  if (catchAll !== undefined) {
    scope.variables.set(catchAll, others.length > 0 ? new FtlHash(new Map(others)) : new FtlSequence(rest));
  } else if (rest.length > 0) {
    throw environment.fail(at, `${kind} "${name}" only accepts ${parameters.length} parameters`);
  } else if (others.length > 0) {
    throw environment.fail(at, `${kind} "${name}" has no parameter with name "${others[0]![0]}"`);
  }
}

function defaultOf({ fallback }: Parameter, environment: Environment): FtlValue | undefined {
  return fallback && evaluate(fallback, environment);
}

/** Calls a function of the template; what it prints is dropped. */
export function callFunction(
  macro: Macro,
  args: readonly (FtlValue | undefined)[],
  at: Expression,
  environment: Environment,
): FtlValue | undefined {
  environment.capture(() =>
    callMacro(macro, { positional: args, named: new Map(), body: undefined, bodyVariables: [] }, at, environment),
  );
  const { returned } = environment;
  environment.returned = undefined;
  return returned;
}

/** The content of the call of a macro, with the variables and macros of whoever wrote it. */
export function runNested(statement: Of<'nested'>, environment: Environment): Flow {
  const call = environment.macro;
  if (!call) throw environment.fail(statement, '#nested can stand in a macro only');
  if (!call.body) return 'next';
  const { body } = call;
  const values = statement.args.map((arg) => evaluate(arg, environment));
  const before = { scope: environment.scope, macro: environment.macro, namespace: environment.namespace };
  try {
    Object.assign(environment, { scope: call.callerScope, macro: call.callerMacro, namespace: call.callerNamespace });
    const flow = environment.withVariables(call.bodyVariables, values, () => execute(body, environment));
    return flow === 'return' ? flow : 'next';
  } finally {
    Object.assign(environment, before);
  }
}

/** Macros can be called before their definition. */
export function defineMacros(macros: readonly MacroSyntax[], environment: Environment): void {
  const { namespace } = environment;
  for (const macro of macros) namespace.variables.set(macro.name, new Macro(macro, namespace));
}
