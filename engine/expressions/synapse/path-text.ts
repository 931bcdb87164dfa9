import { Fault } from '../../errors/index.js';
import type { Message } from '../../message/index.js';
import { expandReplacement, parseReplacement } from '../java-regex/replacement.js';
import { asText, numberLiteral, type Operand, textOf } from './operand.js';
import type { FilterInsert, IndexContent, LiteralNode, PathText, SynapseNode } from './syntax.js';

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
  if (isConstantPath(path)) return once(() => constantPathText(path));
  const start = startText(path);
  const inserts = path.inserts.map(({ text, content }) => ({ text, value: compileContent(content, compile) }));
  return (message, native) => {
    let text = start;
    for (const insert of inserts) text = replaceFirst(text, insert.text, insert.value(message, native));
    return text;
  };
}

function startText({ text }: PathText): string {
  return text.startsWith('payload') ? `$${text.slice('payload'.length)}` : text;
}

/** Whether a path has the same text in every message. */
export function isConstantPath({ inserts }: PathText): boolean {
  return inserts.every(({ content }) => {
    if (content.kind === 'expression') return isLiteral(content.expression);
    if (content.kind === 'filter') return content.inserts.length === 0;
    return content.items.every((item) => item === undefined || isLiteral(item));
  });
}

function isLiteral(node: SynapseNode): node is LiteralNode {
  return node.kind === 'number' || node.kind === 'text';
}

/**
 * The text of a path that `isConstantPath` accepts.
 * @throws Fault for a `$` in a name or in a text of a filter
 */
export function constantPathText(path: PathText): string {
  let text = startText(path);
  for (const insert of path.inserts) text = replaceFirst(text, insert.text, constantInsert(insert.content));
  return text;
}

function constantInsert(content: IndexContent): string {
  if (content.kind === 'filter') return `?${content.text}`;
  if (content.kind === 'expression') return literalText(content.expression as LiteralNode, '"');
  const texts = content.items.map((item) => (item ? literalText(item as LiteralNode, '') : ''));
  return texts.join(content.separator).replaceAll('"', '');
}

function literalText({ kind, text }: LiteralNode, quote: string): string {
  return kind === 'number' ? String(numberLiteral(text)) : quote + text.slice(1, -1) + quote;
}

/** Built at the first use, so that a path that faults does so when it is used. */
function once(build: () => string): BuildPath {
  let built: string | undefined;
  return () => {
    built ??= build();
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
