import type { TokenKind } from './scan.js';
import {
  type ArithmeticOperator,
  type Axis,
  axes,
  type EqualityOperator,
  type NodeTest,
  type RelationalOperator,
  type Step,
  type Syntax,
} from './syntax.js';
import { XPathSyntaxError } from './syntax-error.js';
import { TokenReader } from './token-reader.js';

/** Deepest nesting of brackets, predicates and unions. */
const MAX_DEPTH = 150;

const axisNames: ReadonlySet<string> = new Set(axes);
const nodeTypes: ReadonlySet<string> = new Set(['node', 'text', 'comment', 'processing-instruction']);
const stepStarts: ReadonlySet<TokenKind> = new Set<TokenKind>(['.', '..', '@', 'name', '*']);

/** What parsing gives. */
export interface Parsed {
  readonly syntax: Syntax;
  /** Where a quote opens that never closes, behind a complete expression: the reference drops the text from there. */
  readonly ignoredFrom: number | undefined;
}

/**
 * Parses XPath 1.0 the way the reference's library does, with what it lets pass: a comma before a closing bracket
 * (`concat('a','b',)`), a path over an expression that ends in a slash (`$body/`), a name test without its local name
 * (`//p:`), an unclosed text behind a complete expression, and a whole expression on the right of `|` (`a | b = c` is the
 * union of `a` and a boolean, which faults when run).
 * Throws XPathSyntaxError.
 */
export function parse(expression: string): Parsed {
  return new Parser(expression).whole();
}

class Parser extends TokenReader {
  private depth = 0;

  whole(): Parsed {
    const syntax = this.expr();
    if (!this.atEnd()) this.fail('nothing more is expected here');
    return { syntax, ignoredFrom: this.kind() === 'unclosed' ? this.current().start : undefined };
  }

  private expr(): Syntax {
    if (++this.depth > MAX_DEPTH) {
      throw new XPathSyntaxError(`it is nested more than ${MAX_DEPTH} levels deep`, this.current().start);
    }
    const syntax = this.logic('or', () => this.logic('and', () => this.equality()));
    this.depth--;
    return syntax;
  }

  private logic(operator: 'and' | 'or', operand: () => Syntax): Syntax {
    const first = operand();
    if (this.kind() !== operator) return first;
    const operands = [first];
    while (this.skip(operator)) operands.push(operand());
    return { kind: 'logic', operator, operands };
  }

  private equality(): Syntax {
    let left = this.relation();
    while (this.kind() === '=' || this.kind() === '!=') {
      const operator = this.take().kind as EqualityOperator;
      left = { kind: 'equality', operator, left, right: this.relation() };
    }
    return left;
  }

  private relation(): Syntax {
    let left = this.sum();
    while (this.kind() === '<' || this.kind() === '<=' || this.kind() === '>' || this.kind() === '>=') {
      const operator = this.take().kind as RelationalOperator;
      left = { kind: 'relation', operator, left, right: this.sum() };
    }
    return left;
  }

  private sum(): Syntax {
    let left = this.product();
    while (this.kind() === '+' || this.kind() === '-') {
      const operator = this.take().kind as ArithmeticOperator;
      left = { kind: 'arithmetic', operator, left, right: this.product() };
    }
    return left;
  }

  private product(): Syntax {
    let left = this.unary();
    for (;;) {
      const kind = this.kind();
      if (kind !== 'multiply' && kind !== 'div' && kind !== 'mod') return left;
      this.take();
      left = { kind: 'arithmetic', operator: kind === 'multiply' ? '*' : kind, left, right: this.unary() };
    }
  }

  private unary(): Syntax {
    let signs = 0;
    while (this.skip('-')) signs++;
    let syntax = this.union();
    for (; signs > 0; signs--) syntax = { kind: 'negation', operand: syntax };
    return syntax;
  }

  private union(): Syntax {
    const left = this.path();
    return this.skip('|') ? { kind: 'union', left, right: this.expr() } : left;
  }

  private path(): Syntax {
    switch (this.kind()) {
      case 'number':
      case 'literal': {
        const filter = this.filter();
        if (this.kind() === '/' || this.kind() === '//') this.fail('a path cannot start from a text or a number');
        return filter;
      }
      case '(':
      case '$':
        return this.pathFrom(this.filter());
      case 'name':
        return this.atCall() ? this.pathFrom(this.filter()) : this.relativePath();
      case '.':
      case '..':
      case '*':
      case '@':
        return this.relativePath();
      case '/':
      case '//':
        return this.absolutePath();
      default:
        this.fail('a value or a path is expected here');
    }
  }

  /** Whether a function call starts here, rather than a step. */
  private atCall(): boolean {
    if (this.kind(1) === '(') return !nodeTypes.has(this.current().text);
    return this.kind(1) === ':' && this.kind(3) === '(';
  }

  private filter(): Syntax {
    const operand = this.primary();
    const predicates = this.predicates();
    return predicates.length === 0 ? operand : { kind: 'filter', operand, predicates };
  }

  private primary(): Syntax {
    switch (this.kind()) {
      case 'number':
        return { kind: 'number', value: Number(this.take().text) };
      case 'literal':
        return { kind: 'literal', value: this.take().text };
      case '$':
        return this.variable();
      case 'name':
        return this.call();
      default: {
        this.take();
        const inner = this.expr();
        this.expect(')', 'a closing bracket');
        return inner;
      }
    }
  }

  private variable(): Syntax {
    const offset = this.take().start;
    return { kind: 'variable', ...this.qualifiedName('the name of a variable'), offset };
  }

  private call(): Syntax {
    const offset = this.current().start;
    const name = this.qualifiedName('the name of a function');
    this.take();
    const operands: Syntax[] = [];
    while (this.kind() !== ')') {
      operands.push(this.expr());
      if (!this.skip(',')) break;
    }
    this.expect(')', 'a comma or the closing bracket of the function');
    return { kind: 'call', ...name, arguments: operands, offset };
  }

  private qualifiedName(expected: string): { prefix: string; name: string } {
    const first = this.expect('name', expected).text;
    if (!this.skip(':')) return { prefix: '', name: first };
    return { prefix: first, name: this.expect('name', expected).text };
  }

  private pathFrom(start: Syntax): Syntax {
    if (this.kind() !== '/' && this.kind() !== '//') return start;
    const steps = this.take().kind === '//' ? [everything(this.current().start)] : [];
    if (!this.atEnd()) this.steps(steps);
    return { kind: 'path', start, steps };
  }

  private relativePath(): Syntax {
    const steps: Step[] = [];
    this.steps(steps);
    return { kind: 'path', start: 'context', steps };
  }

  private absolutePath(): Syntax {
    const steps: Step[] = [];
    if (this.take().kind === '//') {
      steps.push(everything(this.current().start));
      this.steps(steps);
    } else if (stepStarts.has(this.kind())) {
      this.steps(steps);
    }
    return { kind: 'path', start: 'root', steps };
  }

  /** One step or more, with the slashes between them. */
  private steps(steps: Step[]): void {
    for (;;) {
      if (!stepStarts.has(this.kind())) this.fail("a step ('.', '..', '@', '*' or a name) is expected here");
      steps.push(this.step());
      if (this.skip('//')) steps.push(everything(this.current().start));
      else if (!this.skip('/')) return;
    }
  }

  private step(): Step {
    const offset = this.current().start;
    if (this.skip('.')) return { axis: 'self', test: { kind: 'node' }, predicates: this.predicates(), offset };
    if (this.skip('..')) return { axis: 'parent', test: { kind: 'node' }, predicates: this.predicates(), offset };
    const axis = this.axis();
    const test = this.nodeTest();
    return { axis, test, predicates: this.predicates(), offset };
  }

  private axis(): Axis {
    if (this.skip('@')) return 'attribute';
    if (this.kind() !== 'name' || this.kind(1) !== '::') return 'child';
    const name = this.current().text;
    if (!axisNames.has(name)) this.fail('the name of an axis is expected before ::');
    this.take();
    this.take();
    return name as Axis;
  }

  private nodeTest(): NodeTest {
    if (this.skip('*')) return { kind: 'any-name', prefix: '' };
    if (this.kind() !== 'name') this.fail('a name, * or node() is expected here');
    if (this.kind(1) === '(') return this.nodeTypeTest();
    const first = this.take().text;
    if (!this.skip(':')) return { kind: 'name', prefix: '', local: first };
    if (this.skip('*')) return { kind: 'any-name', prefix: first };
    return { kind: 'name', prefix: first, local: this.kind() === 'name' ? this.take().text : undefined };
  }

  private nodeTypeTest(): NodeTest {
    const type = this.current().text;
    if (!nodeTypes.has(type)) this.fail('only node(), text(), comment() and processing-instruction() can be steps');
    this.take();
    this.take();
    const target = type === 'processing-instruction' && this.kind() === 'literal' ? this.take().text : '';
    this.expect(')', 'a closing bracket');
    if (type === 'processing-instruction') return { kind: 'instruction', target };
    return { kind: type as 'node' | 'text' | 'comment' };
  }

  private predicates(): Syntax[] {
    const predicates: Syntax[] = [];
    while (this.skip('[')) {
      predicates.push(this.expr());
      this.expect(']', 'the closing ] of the predicate');
    }
    return predicates;
  }
}

/** The step that `//` stands for. */
function everything(offset: number): Step {
  return { axis: 'descendant-or-self', test: { kind: 'node' }, predicates: [], offset };
}
