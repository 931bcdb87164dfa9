import { Fault, type FindingCode, type FindingValues } from '../../errors/index.js';
import { readDateTimePattern } from '../date-time/pattern.js';
import type { ExpressionContext } from '../expression.js';
import { DatePatternError } from '../java-date.js';
import { dynamicJavaRegex } from '../java-regex/index.js';
import { compileXPath } from '../xpath/index.js';
import { pathBelow, splitName } from './access.js';
import { argumentCounts } from './functions/index.js';
import { constantPathText, isConstantPath } from './path-text.js';
import { compileJsonPathText } from './read-json-path.js';
import { type CallNode, type PathText, partsOf, type SynapseNode } from './syntax.js';

/** Reports as warnings what the reference engine accepts at load and what then fails in every message. */
export function reportDoubts(node: SynapseNode, context: ExpressionContext): void {
  switch (node.kind) {
    case 'call':
      doubtCall(node, context);
      break;
    case 'chain':
    case 'logic':
      doubtOperands(node, context);
      break;
    case 'conditional':
      doubtOperand('?', node.condition, context);
      break;
    case 'payload':
      doubtPath(node, node.path, context, (text) => text);
      break;
    case 'variable':
      doubtPath(node, node.path, context, pathInVariable);
      break;
    case 'call-path':
      doubtPath(node, node.path, context, pathBelow);
      break;
  }
  for (const part of partsOf(node)) reportDoubts(part, context);
}

function warn(
  node: SynapseNode,
  code: FindingCode,
  values: FindingValues,
  context: ExpressionContext,
  hint?: string,
): void {
  context.report.add(code, context.place(node.offset), values, hint);
}

function doubtCall(call: CallNode, context: ExpressionContext): void {
  const counts = argumentCounts(call.name);
  const count = call.arguments.length;
  if (!counts.includes(count)) {
    warn(call, 'synapse/wrong-arguments', { name: call.name, count, counts: counts.join(' or ') }, context);
  }
  for (const [at, argument] of call.arguments.entries()) {
    if (argument.kind === 'null' && call.name !== 'exists') {
      warn(argument, 'synapse/wrong-operand', { operand: 'null', operator: `${call.name}()` }, context);
    }
    if (argument.kind === 'text') doubtText(call, at, argument, context);
  }
}

/** Literal texts that a function reads as something else. */
function doubtText(call: CallNode, at: number, node: SynapseNode & { kind: 'text' }, context: ExpressionContext): void {
  const text = node.text.slice(1, -1);
  if (call.name === 'xpath' && at === 0 && call.arguments.length === 1) doubtXPath(text, node.offset + 1, context);
  const isRegex = call.name === 'split' && at === 1;
  const isPattern = call.name === 'formatDateTime' && at > 0;
  const reason = isRegex
    ? problemOf(() => dynamicJavaRegex(text))
    : isPattern
      ? problemOf(() => readDateTimePattern(text))
      : undefined;
  if (reason !== undefined) warn(node, 'synapse/bad-text', { name: call.name, text: node.text, reason }, context);
}

/** The path's own findings, as warnings: the reference engine reads it only when the expression runs. */
function doubtXPath(path: string, start: number, context: ExpressionContext): void {
  const { findings } = context.report;
  const before = findings.length;
  compileXPath(path, { ...context, place: (offset) => context.place(start + offset) });
  for (const found of findings.splice(before)) {
    if (found.severity === 'warning') findings.push(found);
    else
      context.report.add('synapse/bad-text', found, {
        name: 'xpath',
        text: path,
        reason: found.message.replace(/\.$/, ''),
      });
  }
}

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Fault || error instanceof DatePatternError) return error.message.replace(/\.$/, '');
    throw error;
  }
}

function doubtOperands(node: SynapseNode & { kind: 'chain' | 'logic' }, context: ExpressionContext): void {
  for (const [at, operand] of node.operands.entries()) {
    doubtOperand(node.operators[Math.max(at - 1, 0)]!, operand, context);
  }
}

/** Literals that an operator never takes. */
function doubtOperand(operator: string, node: SynapseNode, context: ExpressionContext): void {
  if (takes(operator, node.kind)) return;
  const operand = node.kind === 'number' || node.kind === 'text' ? node.text : node.kind;
  const isLogic = operator === 'and' || operator === 'or';
  warn(node, isLogic ? 'synapse/wrong-condition' : 'synapse/wrong-operand', { operand, operator }, context);
}

function takes(operator: string, kind: SynapseNode['kind']): boolean {
  switch (kind) {
    case 'null':
      return operator === '==' || operator === '!=';
    case 'number':
      return operator !== 'and' && operator !== 'or' && operator !== '?';
    case 'text':
      return operator === '+' || operator === '==' || operator === '!=';
    case 'array':
      return operator === '==' || operator === '!=';
    case 'boolean':
      return ['and', 'or', '?', '==', '!='].includes(operator);
    default:
      return true;
  }
}

function doubtPath(
  node: SynapseNode,
  path: PathText,
  context: ExpressionContext,
  jsonPathOf: (text: string) => string | undefined,
): void {
  if (!isConstantPath(path)) return;
  const reason = problemOf(() => {
    const jsonPath = jsonPathOf(constantPathText(path));
    if (jsonPath !== undefined) compileJsonPathText(jsonPath);
  });
  if (reason === undefined) return;
  const hint = path.text.startsWith("vars['") ? 'Put the name of the variable in double quotes.' : undefined;
  warn(node, 'synapse/bad-path', { path: path.text, reason }, context, hint);
}

function pathInVariable(text: string): string | undefined {
  const [, rest] = splitName(text);
  return rest === '' ? undefined : pathBelow(rest);
}
