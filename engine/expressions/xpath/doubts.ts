import { nearestName } from '../../errors/index.js';
import type { ExpressionContext } from '../expression.js';
import { findFunction, functionNames, signatureOf } from './functions/index.js';
import { namespaceOf } from './node-test.js';
import type { Parsed } from './parse.js';
import { type CallSyntax, type Step, type VariableSyntax, walkSyntax } from './syntax.js';
import { variableNames, variablePrefixes } from './variable.js';

/** Reports as warnings what the reference accepts at load and what then fails, or does nothing, for every message. */
export function reportDoubts({ syntax, ignoredFrom }: Parsed, context: ExpressionContext): void {
  walkSyntax(syntax, (part) => {
    if (part.kind === 'call') doubtCall(part, context);
    if (part.kind === 'variable') doubtVariable(part, context);
    if (part.kind === 'path') for (const step of part.steps) doubtStep(step, context);
  });
  if (ignoredFrom !== undefined) context.report.add('xpath/ignored-text', context.place(ignoredFrom));
}

function doubtCall({ prefix, name, arguments: operands, offset }: CallSyntax, context: ExpressionContext): void {
  const written = prefix === '' ? name : `${prefix}:${name}`;
  const definition = findFunction(prefix, name, context.namespaces, true);
  if (definition === undefined) {
    context.report.add(
      'xpath/unknown-function',
      context.place(offset),
      { name: written },
      functionAdvice(prefix, name),
    );
    return;
  }
  const count = operands.length;
  if (count >= definition.least && count <= definition.most) return;
  context.report.add('xpath/wrong-arguments', context.place(offset), { signature: definition.signature, count });
}

function functionAdvice(prefix: string, name: string): string | undefined {
  if (signatureOf(name) !== undefined)
    return `Take the declaration of the prefix ${prefix} away, or call ${name} without it.`;
  if (laterFunctions.has(name)) return 'It is a function of XPath 2.0; this is XPath 1.0.';
  const near = nearestName(name, functionNames);
  return near === undefined ? undefined : `Did you mean ${signatureOf(near)}?`;
}

/** Functions of XPath 2.0 that authors expect. */
const laterFunctions: ReadonlySet<string> = new Set(
  (
    'replace matches tokenize string-join current-date current-time current-dateTime format-date format-dateTime ' +
    'format-number exists empty distinct-values index-of max min avg abs codepoints-to-string string-to-codepoints ' +
    'compare escape-uri encode-for-uri deep-equal data node-name year-from-date month-from-date day-from-date'
  ).split(' '),
);

function doubtVariable({ prefix, name, offset }: VariableSyntax, context: ExpressionContext): void {
  const bound = prefix !== '' && namespaceOf(prefix, context.namespaces) !== undefined;
  if (!bound && (prefix !== '' || variableNames.includes(name))) return;
  const written = prefix === '' ? `$${name}` : `$${prefix}:${name}`;
  const advice = bound ? `The prefix ${prefix} is bound to a namespace here.` : variableAdvice(name);
  context.report.add('xpath/unknown-variable', context.place(offset), { name: written }, advice);
}

function variableAdvice(name: string): string {
  if (variablePrefixes.includes(name)) return `A property is read as $${name}:NAME.`;
  return `A property is read as $ctx:${name}.`;
}

function doubtStep({ test, offset }: Step, context: ExpressionContext): void {
  if (test.kind !== 'name' && test.kind !== 'any-name') return;
  const { prefix } = test;
  if (prefix !== '' && namespaceOf(prefix, context.namespaces) === undefined) {
    context.report.add('xpath/unbound-prefix', context.place(offset), { prefix });
  } else if (test.kind === 'name' && test.local === undefined) {
    context.report.add('xpath/empty-name', context.place(offset), { prefix });
  }
}
