import { Fault } from '../../errors/index.js';
import { JavaNumber, JsonNumber, type JsonValue, type Message } from '../../message/index.js';
import { callPathAccess, payloadAccess, variableAccess } from './access.js';
import { EvaluationFailure, failEvaluation } from './failure.js';
import { callFunction, type EagerFunctionName } from './functions/index.js';
import { readKeyed } from './key-access.js';
import {
  asBoolean,
  doubleOf,
  intOf,
  isDouble,
  isInt,
  JsonOperand,
  numberLiteral,
  type Operand,
  textOf,
} from './operand.js';
import { applyOperator } from './operators.js';
import { compilePathText, type Evaluate } from './path-text.js';
import type { BinaryOperator, SynapseNode } from './syntax.js';
import type { XPathCalls } from './xpath-calls.js';

/** Compiles a parsed expression to closures. */
export function compileNode(node: SynapseNode, xpath: XPathCalls): Evaluate {
  const compile = (inner: SynapseNode): Evaluate => compileNode(inner, xpath);
  switch (node.kind) {
    case 'number':
      return constant(numberLiteral(node.text));
    case 'text':
      return constant(node.text);
    case 'boolean':
      return constant(node.value);
    case 'null':
      return constant(null);
    case 'array':
      return arrayOf(node.items.map(compile));
    case 'negation':
      return negated(compile(node.operand));
    case 'chain':
      return chained(node.operands.map(compile), node.operators);
    case 'logic':
      return combined(node.operands.map(compile), node.operators);
    case 'conditional':
      return chosen(compile(node.condition), compile(node.then), compile(node.otherwise));
    case 'call':
      return node.name === 'exists'
        ? exists(node.arguments.map(compile))
        : called(node.name, node.arguments.map(compile), xpath);
    case 'call-path':
      return callPathAccess(compile(node.call), compilePathText(node.path, compile));
    case 'payload':
      return payloadAccess(compilePathText(node.path, compile));
    case 'variable':
      return variableAccess(compilePathText(node.path, compile));
    case 'key':
      return (message) => readKeyed(node.source, node.name, message);
  }
}

function constant(operand: Operand): Evaluate {
  return () => operand;
}

/** A literal array keeps ints and doubles as numbers and makes text of everything else. */
function arrayOf(items: readonly Evaluate[]): Evaluate {
  return (message, native) => new JsonOperand(items.map((item) => arrayItem(item(message, native))));
}

function arrayItem(operand: Operand): JsonValue {
  if (operand === null) throw new Fault('An array literal cannot hold null');
  if (isInt(operand)) return new JsonNumber(String(intOf(operand)));
  return isDouble(operand) ? new JsonNumber(String(new JavaNumber('double', doubleOf(operand)))) : textOf(operand);
}

function negated(evaluate: Evaluate): Evaluate {
  return (message, native) => {
    const operand = evaluate(message, native);
    if (isInt(operand)) return new JavaNumber('int', -intOf(operand) | 0);
    if (isDouble(operand)) return new JavaNumber('double', -doubleOf(operand));
    throw new Fault(operand === null ? 'Cannot negate a null value' : 'Cannot negate a non-numeric value');
  };
}

/** From the left; every operand is evaluated. */
function chained(operands: readonly Evaluate[], operators: readonly BinaryOperator[]): Evaluate {
  return (message, native) => {
    let result = operands[0]!(message, native);
    for (const [at, operator] of operators.entries()) {
      result = applyOperator(operator, result, operands[at + 1]!(message, native));
    }
    return result;
  };
}

/** From the right; every operand is evaluated, without a short cut. */
function combined(operands: readonly Evaluate[], operators: readonly ('and' | 'or')[]): Evaluate {
  return (message, native) => {
    const values = operands.map((operand) => operand(message, native));
    let result: Operand = values.at(-1)!;
    for (let at = operators.length - 1; at >= 0; at--) result = applyOperator(operators[at]!, values[at]!, result);
    return result;
  };
}

function chosen(condition: Evaluate, then: Evaluate, otherwise: Evaluate): Evaluate {
  return (message, native) => {
    const holds = asBoolean(condition(message, native));
    if (holds === undefined) return failEvaluation('the condition before ? is no boolean');
    return holds ? then(message, native) : otherwise(message, native);
  };
}

function called(name: EagerFunctionName, args: readonly Evaluate[], xpath: XPathCalls): Evaluate {
  if (args.length > 3) return () => failEvaluation(`${name} does not take ${args.length} arguments`);
  return (message, native) =>
    callFunction(
      name,
      { message, native, xpath },
      args.map((argument) => argument(message, native)),
    );
}

/** False for null and for a failure; faults go on. */
function exists(args: readonly Evaluate[]): Evaluate {
  const [evaluate] = args;
  if (!evaluate || args.length > 1) return () => failEvaluation(`exists does not take ${args.length} arguments`);
  return (message, native) => succeeds(evaluate, message, native);
}

function succeeds(evaluate: Evaluate, message: Message, native: boolean): boolean {
  try {
    return evaluate(message, native) !== null;
  } catch (error) {
    if (error instanceof EvaluationFailure) return false;
    throw error;
  }
}
