import { createRequire } from 'node:module';
import type * as Acorn from 'acorn';

/** What is wrong with the text of a script. */
export interface ScriptSyntaxProblem {
  readonly reason: string;
  /** Where, in UTF-16 units from the start. */
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
}

const require = createRequire(import.meta.url);

/** Loaded when the first script is checked. */
let parser: typeof Acorn | undefined;

/** Parses a script without running anything; undefined when it is JavaScript. */
export function checkScriptSyntax(text: string): ScriptSyntaxProblem | undefined {
  parser ??= require('acorn') as typeof Acorn;
  try {
    parser.parse(text, { ecmaVersion: 'latest', sourceType: 'script' });
    return undefined;
  } catch (thrown) {
    if (!isAcornError(thrown)) throw thrown;
    const { line, column } = thrown.loc;
    const reason = thrown.message.replace(/ \(\d+:\d+\)$/, '');
    return { reason, offset: thrown.pos, line, column: column + 1 };
  }
}

function isAcornError(thrown: unknown): thrown is SyntaxError & { pos: number; loc: { line: number; column: number } } {
  return thrown instanceof SyntaxError && 'pos' in thrown && 'loc' in thrown;
}

/** An XML literal, or one of the operators that only E4X has: `..name`, `.@name`, `::`. */
const E4X = /[=(,?:{[&|]\s*<[A-Za-z_{>][\s\S]*>|\.\.\s*[*@A-Za-z_]|\.\s*@|\w::\w|\*::|for\s+each\s*\(/;

/** Whether a text that is no JavaScript is one with E4X, the XML dialect that only Rhino speaks. */
export function looksLikeE4x(text: string): boolean {
  return E4X.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ''));
}
