import { bracketHint } from './advice.js';
import { isPlainName, readAccess, readExpression } from './parse.js';
import type { FilterInsert, IndexContent, Insert, PathText, SynapseNode } from './syntax.js';
import type { TokenReader } from './token-reader.js';

/** Whether a step of a path comes next. */
export function startsPath(reader: TokenReader): boolean {
  return reader.isSymbol('.') || reader.isSymbol('..') || reader.isSymbol('[');
}

/**
 * Reads a path: behind `payload` and `$`, behind `vars` (whose first step is a name), or alone behind a call.
 * @throws SyntaxProblem
 */
export function readPath(reader: TokenReader): PathText {
  const start = reader.position;
  const inserts = new Map<string, Insert>();
  if (reader.is('payload')) reader.next();
  else if (reader.is('vars')) readVariableName(reader);
  while (startsPath(reader)) {
    const insert = readStep(reader);
    // Equal texts are one insert: only the first occurrence is replaced.
    if (insert) inserts.set(insert.text, insert);
  }
  return { text: reader.textSince(start), inserts: [...inserts.values()] };
}

/** `vars.x`, `vars["x"]`, `vars.["x"]`; also `vars."x"`, which names no variable. */
function readVariableName(reader: TokenReader): void {
  reader.next();
  const dotted = reader.takeSymbol('.');
  if (reader.takeSymbol('[')) {
    if (!reader.is('text')) reader.fail('expected the name of a variable in quotes');
    reader.next();
    reader.expectSymbol(']');
    return;
  }
  if (!dotted) reader.fail('expected . and the name of a variable');
  if (!reader.is('text')) expectName(reader);
  reader.next();
}

function expectName(reader: TokenReader): void {
  if (!isPlainName(reader.current)) reader.fail('expected a name', bracketHint(reader.current));
}

function readStep(reader: TokenReader): Insert | undefined {
  if (reader.takeSymbol('..')) {
    if (reader.takeSymbol('*')) return undefined;
    if (!reader.is('name')) reader.fail('expected a name or * behind ..');
    reader.next();
    return undefined;
  }
  const dotted = reader.takeSymbol('.');
  if (reader.takeSymbol('[')) return readIndex(reader);
  if (!dotted || reader.takeSymbol('*')) return undefined;
  if (!reader.is('path-function')) expectName(reader);
  reader.next();
  return undefined;
}

/** What stands behind `[`, and the `]`. */
function readIndex(reader: TokenReader): Insert | undefined {
  const start = reader.position;
  if (reader.isSymbol('*') && reader.isSymbol(']', 1)) {
    reader.next();
    reader.next();
    return undefined;
  }
  const content = startsFilter(reader) ? readFilter(reader) : readIndexes(reader);
  const text = reader.textSince(start);
  reader.expectSymbol(']');
  return { text, content };
}

function startsFilter(reader: TokenReader): boolean {
  if (reader.isSymbol('?')) return true;
  return reader.isSymbol('(') && holdsFilterSymbol(reader);
}

/** A part in parentheses without `?` is a filter when it holds what no expression can. */
function holdsFilterSymbol(reader: TokenReader): boolean {
  let depth = 0;
  for (let distance = 0; ; distance++) {
    const token = reader.ahead(distance);
    if (token.kind === 'end') return false;
    if (token.kind === 'filter-word' || token.text === '@' || token.text === '!') return true;
    if (token.text === '[') depth++;
    if (token.text === ']' && depth-- === 0) return false;
  }
}

function readIndexes(reader: TokenReader): IndexContent {
  const first = reader.isSymbol(':') ? undefined : readSigned(reader);
  if (reader.isSymbol(':')) return readSlice(reader, first);
  if (first?.kind === 'negation') reader.fail('expected : behind a part with a minus sign');
  if (!reader.isSymbol(',')) return { kind: 'expression', expression: first! };
  const items: (SynapseNode | undefined)[] = [first];
  while (reader.takeSymbol(',')) items.push(readExpression(reader));
  return { kind: 'list', separator: ',', items };
}

/** The reference engine counts the parts of a slice, so that `[::2]` becomes the index 2 and `[:1:2]` means `[1:2]`. */
function readSlice(reader: TokenReader, first: SynapseNode | undefined): IndexContent {
  const items: SynapseNode[] = first ? [first] : [];
  let parts = items.length;
  for (let colons = 0; colons < 2 && reader.takeSymbol(':'); colons++) {
    parts++;
    if (reader.isSymbol(':') || reader.isSymbol(']')) continue;
    items.push(readSigned(reader));
    parts++;
  }
  if (parts !== 2) return { kind: 'list', separator: ':', items };
  return { kind: 'list', separator: ':', items: first ? [first, undefined] : [undefined, items[0]] };
}

function readSigned(reader: TokenReader): SynapseNode {
  const { offset } = reader.current;
  if (!reader.takeSymbol('-')) return readExpression(reader);
  return { kind: 'negation', offset, operand: readExpression(reader) };
}

/** `?(...)`: a row of tokens, among them accesses and calls. The last `)` is the one before `]`. */
function readFilter(reader: TokenReader): IndexContent {
  reader.takeSymbol('?');
  const start = reader.position;
  reader.expectSymbol('(');
  const inserts = new Map<string, FilterInsert>();
  do {
    const insert = readFilterPart(reader);
    if (insert) inserts.set(insert.text, insert);
  } while (!(reader.isSymbol(')') && reader.isSymbol(']', 1)));
  reader.next();
  return { kind: 'filter', text: reader.textSince(start), inserts: [...inserts.values()] };
}

function readFilterPart(reader: TokenReader): FilterInsert | undefined {
  const start = reader.position;
  const expression = reader.nested(() => readAccess(reader));
  if (expression) return { text: reader.textSince(start), expression };
  if (!mayStandInFilter(reader)) reader.fail('a filter cannot hold this');
  reader.next();
  return undefined;
}

function mayStandInFilter(reader: TokenReader): boolean {
  switch (reader.current.kind) {
    case 'filter-word':
    case 'text':
    case 'number':
    case 'boolean':
    case 'name':
    case 'and':
    case 'or':
      return true;
    case 'symbol':
      return !['[', ']', '%', '..', '"', "'"].includes(reader.current.text);
    default:
      return false;
  }
}
