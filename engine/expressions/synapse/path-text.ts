import { Fault } from '../../errors/index.js';
import type { Message } from '../../message/index.js';
import { expandReplacement, parseReplacement } from '../java-regex/replacement.js';
import { asText, type Operand, textOf } from './operand.js';
import type { FilterInsert, IndexContent, Insert, PathText, SynapseNode } from './syntax.js';

/** A compiled part of an expression. `native`: the consumer takes values in their own kind. */
export type Evaluate = (message: Message, native: boolean) => Operand;

/** Gives the text of a path with the values of its inserts. Throws Fault where a value holds a `$`. */
export type BuildPath = (message: Message, native: boolean) => string;

type InsertText = (message: Message, native: boolean) => string | null;

/**
 * Compiles the text of a path. As in the reference engine the value of each part in brackets replaces the first occurrence
 * of that part's text, by the rules of Java's `replaceFirst`: a `$` is a group reference, a backslash gets lost.
 */
export function compilePathText(path: PathText, compile: (node: SynapseNode) => Evaluate): BuildPath {
  const start = path.text.startsWith('payload') ? `$${path.text.slice('payload'.length)}` : path.text;
  if (path.inserts.length === 0) return () => start;
  const inserts = path.inserts.map(({ text, content }) => ({ text, value: compileContent(content, compile) }));
  const build: BuildPath = (message, native) => {
    let text = start;
    for (const insert of inserts) text = replaceFirst(text, insert.text, insert.value(message, native));
    return text;
  };
  return path.inserts.every(isConstant) ? once(build) : build;
}

function isConstant({ content }: Insert): boolean {
  return content.kind === 'expression' && (content.expression.kind === 'number' || content.expression.kind === 'text');
}

/** Builds at the first use, so that a path that faults does so when it is used. */
function once(build: BuildPath): BuildPath {
  let built: string | undefined;
  return (message, native) => {
    built ??= build(message, native);
    return built;
  };
}

function compileContent(content: IndexContent, compile: (node: SynapseNode) => Evaluate): InsertText {
  switch (content.kind) {
    case 'expression':
      return quoted(compile(content.expression));
    case 'list':
      return compileList(
        content.items.map((item) => item && compile(item)),
        content.separator,
      );
    case 'filter':
      return compileFilter(content.text, content.inserts, compile);
  }
}

/** A text in double quotes, anything else as it is; null is not inserted at all. */
function quoted(evaluate: Evaluate): InsertText {
  return (message, native) => {
    const operand = evaluate(message, native);
    if (operand === null) return null;
    const text = asText(operand);
    return text === undefined ? textOf(operand) : `"${text}"`;
  };
}

/** The texts of the parts without any quotes, so that lists of names come to nothing. */
function compileList(items: readonly (Evaluate | undefined)[], separator: string): InsertText {
  return (message, native) => {
    const texts: string[] = [];
    for (const item of items) {
      const operand = item ? item(message, native) : '';
      if (operand !== null) texts.push(textOf(operand));
    }
    return texts.join(separator).replaceAll('"', '');
  };
}

function compileFilter(
  filter: string,
  inserts: readonly FilterInsert[],
  compile: (node: SynapseNode) => Evaluate,
): InsertText {
  const compiled = inserts.map(({ text, expression }) => ({ text, value: quoted(compile(expression)) }));
  return (message, native) => {
    let text = filter;
    for (const insert of compiled) text = replaceFirst(text, insert.text, insert.value(message, native));
    return `?${text}`;
  };
}

/** `String.replaceFirst` with a literal pattern. */
function replaceFirst(text: string, part: string, replacement: string | null): string {
  const at = replacement === null ? -1 : text.indexOf(part);
  if (replacement === null || at < 0) return text;
  return text.slice(0, at) + expanded(replacement, part) + text.slice(at + part.length);
}

function expanded(replacement: string, part: string): string {
  if (!/[$\\]/.test(replacement)) return replacement;
  try {
    return expandReplacement(parseReplacement(replacement, 0, new Map()), [part]);
  } catch (error) {
    throw new Fault((error as Error).message, { cause: error });
  }
}
