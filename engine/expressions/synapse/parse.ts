import { bracketHint, operatorHint, valueHint } from './advice.js';
import { readPath, startsPath } from './parse-path.js';
import type { BinaryOperator, CallNode, KeySource, SynapseNode } from './syntax.js';
import { TokenReader } from './token-reader.js';
import type { FunctionName, Token } from './tokens.js';

/**
 * Reads the tokens of a `${...}` expression. `and` and `or` bind tighter than comparisons and looser than sums.
 * @param tokens as `tokenize` gives them
 * @throws SyntaxProblem
 */
export function parseSynapse(tokens: readonly Token[]): SynapseNode {
  const reader = new TokenReader(tokens);
  const node = readExpression(reader);
  if (!reader.is('end')) reader.fail('expected an operator or the end', operatorHint(reader.current));
  return node;
}

/** `a ? b : c`, or anything that binds tighter. */
export function readExpression(reader: TokenReader): SynapseNode {
  return reader.nested(() => {
    const { offset } = reader.current;
    const condition = readComparison(reader);
    if (!reader.takeSymbol('?')) return condition;
    const then = readExpression(reader);
    reader.expectSymbol(':');
    return { kind: 'conditional', offset, condition, then, otherwise: readExpression(reader) };
  });
}

/** `(a, b)` behind a function's name. */
export function readArguments(reader: TokenReader): SynapseNode[] {
  reader.expectSymbol('(');
  return readList(reader, ')');
}

function readComparison(reader: TokenReader): SynapseNode {
  return readChain(reader, readLogic, ['>', '<', '>=', '<=', '==', '!=']);
}

function readLogic(reader: TokenReader): SynapseNode {
  const { offset } = reader.current;
  const operands = [readSum(reader)];
  const operators: ('and' | 'or')[] = [];
  while (reader.is('and') || reader.is('or')) {
    operators.push(reader.next().kind as 'and' | 'or');
    operands.push(readSum(reader));
  }
  return operators.length === 0 ? operands[0]! : { kind: 'logic', offset, operands, operators };
}

function readSum(reader: TokenReader): SynapseNode {
  return readChain(reader, readTerm, ['+', '-']);
}

function readTerm(reader: TokenReader): SynapseNode {
  return readChain(reader, readAtom, ['*', '/', '%']);
}

function readChain(
  reader: TokenReader,
  readOperand: (reader: TokenReader) => SynapseNode,
  level: readonly BinaryOperator[],
): SynapseNode {
  const { offset } = reader.current;
  const operands = [readOperand(reader)];
  const operators: BinaryOperator[] = [];
  for (let next = operatorOf(reader, level); next; next = operatorOf(reader, level)) {
    reader.next();
    operators.push(next);
    operands.push(readOperand(reader));
  }
  return operators.length === 0 ? operands[0]! : { kind: 'chain', offset, operands, operators };
}

function operatorOf(reader: TokenReader, level: readonly BinaryOperator[]): BinaryOperator | undefined {
  return reader.is('symbol') ? level.find((operator) => operator === reader.current.text) : undefined;
}

function readAtom(reader: TokenReader): SynapseNode {
  const { kind, offset } = reader.current;
  switch (kind) {
    case 'number':
    case 'text':
      return { kind, offset, text: reader.next().text };
    case 'boolean':
      return { kind, offset, value: reader.next().text === 'true' };
    case 'null':
      reader.next();
      return { kind, offset };
    case 'symbol':
      return readBracketed(reader, offset);
    default:
      return readAccess(reader) ?? reader.fail('expected a value', valueHint(reader));
  }
}

function readBracketed(reader: TokenReader, offset: number): SynapseNode {
  if (reader.takeSymbol('[')) return { kind: 'array', offset, items: readList(reader, ']') };
  if (!reader.takeSymbol('(')) reader.fail('expected a value', valueHint(reader));
  const inner = readExpression(reader);
  reader.expectSymbol(')');
  return inner;
}

function readList(reader: TokenReader, end: ')' | ']'): SynapseNode[] {
  if (reader.takeSymbol(end)) return [];
  const items = [readExpression(reader)];
  while (reader.takeSymbol(',')) items.push(readExpression(reader));
  reader.expectSymbol(end);
  return items;
}

/** A value of the message or a call; undefined when neither starts here. Filters hold these, too. */
export function readAccess(reader: TokenReader): SynapseNode | undefined {
  const { kind, offset } = reader.current;
  switch (kind) {
    case 'payload':
      return { kind, offset, path: readPath(reader) };
    case 'vars':
      return { kind: 'variable', offset, path: readPath(reader) };
    case 'headers':
    case 'configs':
      reader.next();
      return { kind: 'key', offset, source: kind, name: readKey(reader) };
    case 'params':
      return readScopedKey(reader, 'param-source', 'queryParams, pathParams or functionParams');
    case 'props':
      return readScopedKey(reader, 'property-source', 'synapse or axis2');
    case 'function':
      return readCall(reader);
    default:
      return undefined;
  }
}

function readScopedKey(reader: TokenReader, kind: 'param-source' | 'property-source', sources: string): SynapseNode {
  const { offset } = reader.next();
  reader.expectSymbol('.');
  if (!reader.is(kind)) reader.fail(`expected ${sources}`);
  return { kind: 'key', offset, source: reader.next().text as KeySource, name: readKey(reader) };
}

/** `.name`, `["name"]` or `.["name"]`. */
function readKey(reader: TokenReader): string {
  const dotted = reader.takeSymbol('.');
  if (reader.takeSymbol('[')) {
    if (!reader.is('text')) reader.fail('expected a name in quotes');
    const name = reader.next().text.slice(1, -1);
    reader.expectSymbol(']');
    return name;
  }
  if (!dotted) reader.fail('expected . and a name');
  if (!isPlainName(reader.current)) reader.fail('expected a name', bracketHint(reader.current));
  return reader.next().text;
}

function readCall(reader: TokenReader): SynapseNode {
  const { offset } = reader.current;
  const name = reader.next().text as FunctionName;
  const call: CallNode = { kind: 'call', offset, name, arguments: readArguments(reader) };
  if (reader.isSymbol('.') && reader.ahead(1).kind === 'secondary-function' && reader.isSymbol('(', 2)) {
    return readProperty(reader, call);
  }
  if (!startsPath(reader)) return call;
  const path = readPath(reader);
  return hasPath(name) ? { kind: 'call-path', offset, call, path } : call;
}

function hasPath(name: FunctionName): boolean {
  return name === 'registry' || name === 'object' || name === 'array';
}

/** `.property("k")`: a second argument of registry, refused behind object and array, ignored behind the others. */
function readProperty(reader: TokenReader, call: CallNode): SynapseNode {
  reader.next();
  if (call.name === 'object' || call.name === 'array') reader.fail(`${call.name} has no properties`);
  reader.next();
  const [property] = readArguments(reader);
  if (call.name !== 'registry') return call;
  if (!property) reader.fail('expected the name of a property before');
  return { ...call, arguments: [...call.arguments, property] };
}

/** Words that may stand as a name behind a dot. Operators, literals and the words of filters may not. */
export function isPlainName(token: Token): boolean {
  switch (token.kind) {
    case 'name':
    case 'payload':
    case 'vars':
    case 'headers':
    case 'configs':
    case 'params':
    case 'param-source':
    case 'props':
    case 'property-source':
    case 'function':
    case 'secondary-function':
      return true;
    default:
      return false;
  }
}
