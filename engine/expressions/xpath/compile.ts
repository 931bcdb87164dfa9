import { equality, relation } from './compare.js';
import { anything, type Compiled, constant, failing, logical, nodeSet, numeric } from './compiled.js';
import { EvaluationError } from './evaluation-error.js';
import { type CallContext, findFunction } from './functions/index.js';
import type { Namespaces } from './node-test.js';
import { inDocumentOrder } from './order.js';
import { parse } from './parse.js';
import { compilePath } from './path.js';
import { predicateFilter } from './predicate.js';
import type { ArithmeticOperator, CallSyntax, Syntax } from './syntax.js';
import { isNodeSet, type XPathItem } from './value.js';
import { compileVariable } from './variable.js';

/**
 * Compiles a parsed expression to closures. What does not resolve fails only when it is evaluated.
 * @param ofMessage whether the functions of messages exist; in a deferred expression they do not
 */
export function compileSyntax(syntax: Syntax, namespaces: Namespaces, ofMessage = true): Compiled {
  return new Compiler(namespaces, ofMessage).compile(syntax);
}

class Compiler implements CallContext {
  constructor(
    private readonly namespaces: Namespaces,
    private readonly ofMessage: boolean,
  ) {}

  compileText(expression: string): Compiled {
    return this.compile(parse(expression).syntax);
  }

  readonly compile = (syntax: Syntax): Compiled => {
    switch (syntax.kind) {
      case 'literal':
      case 'number':
        return constant(syntax.value);
      case 'variable':
        return compileVariable(syntax, this.namespaces);
      case 'call':
        return this.call(syntax);
      case 'path':
        return compilePath(syntax, this.namespaces, this.compile);
      case 'logic':
        return logic(syntax.operator, syntax.operands.map(this.compile));
      case 'equality':
        return compileEquality(syntax.operator === '!=', this.compile(syntax.left), this.compile(syntax.right));
      case 'relation': {
        const [left, right] = [this.compile(syntax.left), this.compile(syntax.right)];
        return logical((frame) => relation(syntax.operator, left.value(frame), right.value(frame)));
      }
      case 'arithmetic':
        return arithmetic(syntax.operator, this.compile(syntax.left), this.compile(syntax.right));
      case 'negation': {
        const operand = this.compile(syntax.operand);
        return numeric((frame) => operand.number(frame) * -1);
      }
      case 'union':
        return union(this.compile(syntax.left), this.compile(syntax.right));
      case 'filter':
        return filter(this.compile(syntax.operand), syntax.predicates.map(this.compile));
    }
  };

  private call({ prefix, name, arguments: operands }: CallSyntax): Compiled {
    const written = prefix === '' ? `${name}()` : `${prefix}:${name}()`;
    const definition = findFunction(prefix, name, this.namespaces, this.ofMessage);
    if (definition === undefined) return failing(() => new EvaluationError(`there is no function ${written}`));
    if (operands.length < definition.least || operands.length > definition.most) {
      return failing(
        () => new EvaluationError(`${definition.signature} was called with ${operands.length} argument(s)`),
      );
    }
    return definition.compile(operands.map(this.compile), this);
  }
}

function logic(operator: 'and' | 'or', operands: readonly Compiled[]): Compiled {
  const decisive = operator === 'or';
  return logical((frame) => {
    for (const operand of operands) if (operand.boolean(frame) === decisive) return decisive;
    return !decisive;
  });
}

/** Texts and numbers of known kind compare without looking at the kinds again. */
function compileEquality(unequal: boolean, left: Compiled, right: Compiled): Compiled {
  if (left.kind === 'text' && right.kind === 'text') {
    return logical((frame) => (left.text(frame) === right.text(frame)) !== unequal);
  }
  if (left.kind === 'number' && right.kind === 'number') {
    return logical((frame) => (left.number(frame) === right.number(frame)) !== unequal);
  }
  if (typeof right.constant === 'string') return equalsText(left, right.constant, unequal);
  return logical((frame) => equality(left.value(frame), right.value(frame), unequal));
}

/** A property compared with a fixed text, the commonest condition of all. */
function equalsText(left: Compiled, text: string, unequal: boolean): Compiled {
  return logical((frame) => {
    const value = left.value(frame);
    return typeof value === 'string' ? (value === text) !== unequal : equality(value, text, unequal);
  });
}

function arithmetic(operator: ArithmeticOperator, left: Compiled, right: Compiled): Compiled {
  switch (operator) {
    case '+':
      return numeric((frame) => left.number(frame) + right.number(frame));
    case '-':
      return numeric((frame) => left.number(frame) - right.number(frame));
    case '*':
      return numeric((frame) => left.number(frame) * right.number(frame));
    case 'div':
      return numeric((frame) => left.number(frame) / right.number(frame));
    case 'mod':
      return numeric((frame) => left.number(frame) % right.number(frame));
  }
}

function union(left: Compiled, right: Compiled): Compiled {
  return nodeSet((frame) => {
    const [first, second] = [left.value(frame), right.value(frame)];
    if (!isNodeSet(first) || !isNodeSet(second)) throw new EvaluationError('| joins node-sets only');
    const all = new Set<XPathItem>([...first, ...second]);
    return all.size > 1 ? inDocumentOrder([...all]) : [...all];
  });
}

/** Predicates behind an expression; what is no node-set passes as it is. */
function filter(operand: Compiled, predicates: readonly Compiled[]): Compiled {
  const keep = predicateFilter(predicates);
  return anything((frame) => {
    const value = operand.value(frame);
    return isNodeSet(value) ? keep(value, frame) : value;
  });
}
