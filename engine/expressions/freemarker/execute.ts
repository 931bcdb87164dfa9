import { Decimal } from '../decimal.js';
import { hasNext } from './built-ins/index.js';
import { numberOf, textOf } from './convert.js';
import { type Environment, type Loop, Macro, type MacroCall, Namespace, Scope } from './environment.js';
import { blaming, condition, evaluate, printed, required } from './evaluate.js';
import { FtlFailure, FtlStop } from './failure.js';
import { calculate, formatNumber } from './number-text.js';
import { outputFormat } from './output-format.js';
import { applySetting } from './settings.js';
import type { Assignment, AssignScope, Expression, Parameter, Statement } from './syntax.js';
import { readTemplate } from './template-syntax.js';
import { FtlHash, FtlSequence, FtlTypeError, type FtlValue, isObject, wrongType } from './value.js';

/** How a list of statements ended. */
type Flow = 'next' | 'break' | 'continue' | 'return';

type Of<K extends Statement['kind']> = Statement & { readonly kind: K };

/** Runs statements in turn, until one leaves the block. Throws FtlFailure and FtlStop. */
export function execute(statements: readonly Statement[], environment: Environment): Flow {
  for (const statement of statements) {
    environment.step(statement);
    const flow = run(statement, environment);
    if (flow !== 'next') return flow;
  }
  return 'next';
}

function run(statement: Statement, environment: Environment): Flow {
  switch (statement.kind) {
    case 'text':
      environment.write(statement.text);
      return 'next';
    case 'print':
      print(statement, environment);
      return 'next';
    case 'if':
      return runIf(statement, environment);
    case 'list':
      return runList(statement, environment);
    case 'items':
      return runItems(statement, environment);
    case 'sep':
      return runSep(statement, environment);
    case 'break':
    case 'continue':
      return statement.kind;
    case 'switch':
      return runSwitch(statement, environment);
    case 'return':
      environment.returned = statement.value && evaluate(statement.value, environment);
      return 'return';
    case 'call':
      runCall(statement, environment);
      return 'next';
    case 'nested':
      return runNested(statement, environment);
    case 'attempt':
      return runAttempt(statement, environment);
    case 'compress':
      return runCompress(statement, environment);
    case 'output-format':
      return runOutputFormat(statement, environment);
    default:
      runSimple(statement, environment);
      return 'next';
  }
}

/** Statements that lead nowhere else. */
function runSimple(statement: Statement, environment: Environment): void {
  switch (statement.kind) {
    case 'assign':
      for (const each of statement.assignments) assign(each, statement, environment);
      return;
    case 'capture': {
      const text = environment.capture(() => execute(statement.body, environment));
      const { escapes } = environment.outputFormat;
      const value: FtlValue = escapes ? { description: 'markup_output', markup: text } : text;
      target(statement, environment).set(statement.name, value);
      return;
    }
    case 'macro':
      environment.namespace.variables.set(statement.macro.name, new Macro(statement.macro, environment.namespace));
      return;
    case 'stop':
      throw new FtlStop(
        statement.message ? printed(statement.message, environment) : '[No error description was available.]',
      );
    case 'setting': {
      const value = required(statement.value, environment);
      blaming(statement.value, environment, () => applySetting(statement.name, value, environment));
      return;
    }
    case 'include':
      include(statement, environment);
      return;
    case 'import':
      importTemplate(statement, environment);
      return;
    default:
      throw environment.fail(statement, `Cannot run ${statement.kind}`);
  }
}

function print({ value, format, escape: escaped }: Of<'print'>, environment: Environment): void {
  const found = required(value, environment);
  // A boolean is the interpolation's fault, not the expression's: FreeMarker blames nothing then.
  if (typeof found === 'boolean' && !environment.settings.booleanFormat) {
    throw environment.fail({ start: value.start - 2 }, wrongType(found, 'a string').message);
  }
  const text = blaming(value, environment, () =>
    format === undefined ? textOf(found, environment) : numericText(numberOf(found), format),
  );
  const isMarkup = isObject(found) && found.markup !== undefined;
  const { outputFormat: target } = environment;
  environment.write(escaped && target.escapes && !isMarkup ? target.escape(text) : text);
}

/** `#{x; m1M3}`: the least and the most decimals. */
function numericText(value: Decimal, format: string): string {
  if (format === '') return formatNumber(value, `0.${'#'.repeat(50)}`);
  const least = Number(/m(\d+)/.exec(format)?.[1] ?? 0);
  const most = Math.max(least, Number(/M(\d+)/.exec(format)?.[1] ?? least));
  return formatNumber(value, `0.${'0'.repeat(least)}${'#'.repeat(most - least)}`);
}

function runIf({ branches }: Of<'if'>, environment: Environment): Flow {
  for (const branch of branches) {
    if (!branch.condition || condition(branch.condition, environment)) return execute(branch.body, environment);
  }
  return 'next';
}

function runList({ over, variables, body, otherwise }: Of<'list'>, environment: Environment): Flow {
  const value = required(over, environment);
  const loop = blaming(over, environment, () => loopOver(value, variables));
  if (loop.size === 0) return execute(otherwise, environment);
  const scope = new Scope(environment.scope);
  scope.loop = loop;
  return environment.within(scope, () =>
    variables.length > 0 ? turn(loop, scope, body, environment) : once(body, environment),
  );
}

/** The body of a list without variables: `#items` inside does the turning. */
function once(body: readonly Statement[], environment: Environment): Flow {
  const flow = execute(body, environment);
  return flow === 'return' ? flow : 'next';
}

function loopOver(value: FtlValue, variables: readonly string[]): Loop {
  if (isObject(value) && value.at && value.size && variables.length < 2) {
    const list = value;
    return { variables, size: value.size(), values: (index) => [list.at?.(index)], index: 0 };
  }
  if (isObject(value) && value.keys && value.get) {
    const hash = value;
    const keys = value.keys();
    return { variables, size: keys.length, values: (index) => [keys[index], hash.get?.(keys[index]!)], index: 0 };
  }
  throw wrongType(value, variables.length > 1 ? 'an extended hash' : 'a sequence or collection');
}

function turn(loop: Loop, scope: Scope, body: readonly Statement[], environment: Environment): Flow {
  for (loop.index = 0; loop.index < loop.size; loop.index += 1) {
    environment.step({ start: 0 });
    const values = loop.values(loop.index);
    loop.variables.forEach((name, position) => {
      scope.variables.set(name, values[position]);
    });
    const [name] = loop.variables;
    // The old way of asking, from before `?index`.
    scope.variables.set(`${name}_index`, new Decimal(BigInt(loop.index), 0));
    scope.variables.set(`${name}_has_next`, hasNext(loop));
    const flow = execute(body, environment);
    if (flow === 'break') break;
    if (flow === 'return') return flow;
  }
  return 'next';
}

function runItems(statement: Of<'items'>, environment: Environment): Flow {
  const outer = innermostLoop(environment);
  if (!outer || outer.variables.length > 0)
    throw environment.fail(statement, '#items must be inside of a #list without variables');
  const scope = new Scope(environment.scope);
  const loop: Loop = { ...outer, variables: statement.variables, values: (index) => outer.values(index) };
  scope.loop = loop;
  return environment.within(scope, () => turn(loop, scope, statement.body, environment));
}

function innermostLoop(environment: Environment): Loop | undefined {
  for (let scope = environment.scope; scope; scope = scope.above) if (scope.loop) return scope.loop;
  return undefined;
}

function runSep(statement: Of<'sep'>, environment: Environment): Flow {
  const loop = innermostLoop(environment);
  if (!loop) throw environment.fail(statement, '#sep must be inside of a #list');
  return hasNext(loop) ? execute(statement.body, environment) : 'next';
}

/** From the first case that fits on everything runs, up to a `#break`. */
function runSwitch({ value, cases }: Of<'switch'>, environment: Environment): Flow {
  const found = required(value, environment);
  let first = cases.findIndex(({ values }) => values?.some((each) => equalTo(found, value, each, environment)));
  if (first < 0) first = cases.findIndex(({ values }) => values === undefined);
  if (first < 0) return 'next';
  for (const { body } of cases.slice(first)) {
    const flow = execute(body, environment);
    if (flow === 'break') return 'next';
    if (flow !== 'next') return flow;
  }
  return 'next';
}

function equalTo(_: FtlValue, value: Expression, other: Expression, environment: Environment): boolean {
  const { start, end } = other;
  return evaluate({ kind: 'binary', operator: '==', left: value, right: other, start, end }, environment) === true;
}

/** Where `#assign`, `#global` and `#local` put variables. */
function target(
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

function assign({ name, operator, value, start }: Assignment, statement: Of<'assign'>, environment: Environment): void {
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

function runCall(statement: Of<'call'>, environment: Environment): void {
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
function runNested(statement: Of<'nested'>, environment: Environment): Flow {
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

/** What an attempt printed before it failed is dropped. */
function runAttempt({ body, recovery }: Of<'attempt'>, environment: Environment): Flow {
  const before = { scope: environment.scope, macro: environment.macro, namespace: environment.namespace };
  let flow: Flow = 'next';
  try {
    const text = environment.capture(() => {
      flow = execute(body, environment);
    });
    environment.write(text);
    return flow;
  } catch (thrown) {
    if (!(thrown instanceof FtlFailure)) throw thrown;
    Object.assign(environment, before);
    const error = environment.error;
    environment.error = thrown.reason;
    const after = execute(recovery, environment);
    environment.error = error;
    return after;
  }
}

/** White space is reduced to one character, a line break where there was one. */
function runCompress({ body }: Of<'compress'>, environment: Environment): Flow {
  let flow: Flow = 'next';
  const text = environment.capture(() => {
    flow = execute(body, environment);
  });
  environment.write(text.trim().replace(/\s+/g, (space) => (/[\n\r]/.test(space) ? '\n' : ' ')));
  return flow;
}

function runOutputFormat(statement: Of<'output-format'>, environment: Environment): Flow {
  const format = outputFormat(statement.format);
  if (!format) throw environment.fail(statement, `Unknown output format: ${statement.format}`);
  const before = environment.outputFormat;
  environment.outputFormat = format;
  const flow = execute(statement.body, environment);
  environment.outputFormat = before;
  return flow;
}

function include({ path, ignoreMissing, start }: Of<'include'>, environment: Environment): void {
  const name = printed(path, environment);
  const text = environment.surroundings.load(name);
  if (text === undefined) {
    if (ignoreMissing && condition(ignoreMissing, environment)) return;
    throw environment.fail({ start }, `Template inclusion failed: there is no template ${name}`);
  }
  runText(text, name, { start }, environment);
}

/** Another template with the variables of this one. */
function runText(text: string, name: string, at: { start: number }, environment: Environment): void {
  environment.enter(at, () => {
    const { body, macros } = environment.read(name, text, readTemplate);
    environment.withText(text, () => {
      defineMacros(macros, environment);
      execute(body, environment);
    });
  });
}

function importTemplate({ path, name, start }: Of<'import'>, environment: Environment): void {
  const key = printed(path, environment);
  let namespace = environment.imported.get(key);
  if (!namespace) {
    const text = environment.surroundings.load(key);
    if (text === undefined) throw environment.fail({ start }, `Template importing failed: there is no template ${key}`);
    namespace = new Namespace();
    environment.imported.set(key, namespace);
    const before = { namespace: environment.namespace, scope: environment.scope, macro: environment.macro };
    Object.assign(environment, { namespace, scope: undefined, macro: undefined });
    environment.capture(() => runText(text, key, { start }, environment));
    Object.assign(environment, before);
  }
  environment.namespace.variables.set(name, namespace);
}

/** Macros can be called before their definition. */
export function defineMacros(macros: readonly Of<'macro'>['macro'][], environment: Environment): void {
  const { namespace } = environment;
  for (const macro of macros) namespace.variables.set(macro.name, new Macro(macro, namespace));
}
