import type { Decimal } from '../decimal.js';
import { assign, target } from './assign.js';
import { runCall, runNested } from './call-macro.js';
import { numberOf, textOf } from './convert.js';
import { type Environment, Macro } from './environment.js';
import { blaming, condition, evaluate, printed, required } from './evaluate.js';
import { FtlFailure, FtlStop } from './failure.js';
import { importTemplate, include } from './include.js';
import { formatNumber } from './number-text.js';
import { outputFormat } from './output-format.js';
import { runItems, runList, runSep } from './run-list.js';
import { applySetting } from './settings.js';
import type { Expression, Statement } from './syntax.js';
import { type FtlValue, isObject, wrongType } from './value.js';

/** How a list of statements ended. */
export type Flow = 'next' | 'break' | 'continue' | 'return';

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
