import { anything, type Compiled } from '../compiled.js';

/** What a function's compiler may use of the expression around it. */
export interface CallContext {
  /** Compiles another expression in this one's place. Throws XPathSyntaxError. */
  compileText(expression: string): Compiled;
}

/** One function of the language. */
export interface FunctionDefinition {
  readonly name: string;
  /** How it is called, for findings: `substring(text, from[, length])`. */
  readonly signature: string;
  /** Fewest arguments; fewer is a fault when the call is evaluated. */
  readonly least: number;
  /** Most arguments; more is a fault when the call is evaluated. */
  readonly most: number;
  /** Called only with a number of arguments that fits. */
  compile(args: readonly Compiled[], context: CallContext): Compiled;
}

/** Most arguments of a function that takes any number. */
export const ANY_NUMBER = Number.POSITIVE_INFINITY;

/** The context item as an expression: what many functions take when they have no argument. */
export const contextItem: Compiled = anything((frame) => frame.item);
