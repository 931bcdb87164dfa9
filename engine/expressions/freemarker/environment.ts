import { FtlFailure, positionAt } from './failure.js';
import type { OutputFormat } from './output-format.js';
import type { Expression, Header, MacroSyntax, Statement } from './syntax.js';
import type { FtlObject, FtlValue } from './value.js';

/** How much filling a template may take. */
export interface FtlLimits {
  /** Longest result, in UTF-16 units. */
  readonly maxOutput: number;
  /** Most statements and loop turns. */
  readonly maxSteps: number;
}

/** What surrounds a template. */
export interface FtlSurroundings {
  /** Variables that the template gets: undefined when there is none of that name. */
  variable(name: string): FtlValue | undefined;
  /** Milliseconds since 1970, for `.now`. */
  now(): number;
  /** The text of a template for `#include` and `#import`. */
  load(path: string): string | undefined;
  readonly limits: FtlLimits;
}

/** The variables of a block, and those around it. */
export class Scope {
  readonly variables = new Map<string, FtlValue | undefined>();
  loop: Loop | undefined;

  constructor(readonly above: Scope | undefined) {}
}

/** A running loop. */
export interface Loop {
  readonly variables: readonly string[];
  /** How many turns it takes; endless for a range without end. */
  readonly size: number;
  /** The values of the variables in a turn: the item, or key and value of a hash. */
  values(index: number): readonly (FtlValue | undefined)[];
  index: number;
}

/** A running macro: its content, and the scope of whoever called it. */
export interface MacroCall {
  readonly scope: Scope;
  readonly body: readonly Statement[] | undefined;
  readonly bodyVariables: readonly string[];
  readonly callerScope: Scope | undefined;
  readonly callerMacro: MacroCall | undefined;
  readonly callerNamespace: Namespace;
}

/** Variables that `#assign` sets; every imported template has its own. */
export class Namespace implements FtlObject {
  readonly description = 'namespace';
  readonly variables = new Map<string, FtlValue | undefined>();

  get(key: string): FtlValue | undefined {
    return this.variables.get(key);
  }

  keys(): readonly string[] {
    return [...this.variables.keys()];
  }
}

/** A macro or function as a value. */
export class Macro implements FtlObject {
  readonly description: string;

  constructor(
    readonly syntax: MacroSyntax,
    readonly namespace: Namespace,
  ) {
    this.description = syntax.isFunction ? 'function' : 'macro';
  }
}

/** Formats that `#setting` changes. */
export interface FtlSettings {
  numberFormat: string;
  /** Texts of true and false; without them a boolean cannot be printed. */
  booleanFormat: readonly [string, string] | undefined;
  dateFormat: string;
  timeFormat: string;
  datetimeFormat: string;
  timeZone: string | undefined;
}

/** Deepest nesting of macros and functions. */
const DEEPEST_CALL = 200;

/** The state of a template that is being filled. */
export class Environment {
  readonly main = new Namespace();
  readonly globals = new Namespace();
  readonly imported = new Map<string, Namespace>();
  readonly settings: FtlSettings = {
    numberFormat: 'number',
    booleanFormat: undefined,
    dateFormat: 'MMM d, y',
    timeFormat: 'h:mm:ss a',
    datetimeFormat: 'MMM d, y, h:mm:ss a',
    timeZone: undefined,
  };
  namespace: Namespace = this.main;
  scope: Scope | undefined;
  macro: MacroCall | undefined;
  /** The value of the last `#return`. */
  returned: FtlValue | undefined;
  /** The message of the error that `#recover` is about. */
  error: string | undefined;
  outputFormat: OutputFormat;
  #output = '';
  #outer: string[] = [];
  #length = 0;
  #steps = 0;
  #calls = 0;
  readonly #templates = new Map<string, unknown>();

  constructor(
    /** The text that positions count in; an included template has another. */
    public text: string,
    readonly header: Header,
    outputFormat: OutputFormat,
    readonly surroundings: FtlSurroundings,
  ) {
    this.outputFormat = outputFormat;
  }

  write(text: string): void {
    this.#length += text.length;
    if (this.#length > this.surroundings.limits.maxOutput) {
      throw new FtlFailure('The output of the template is too long', 'null', { line: 1, column: 1 });
    }
    this.#output += text;
  }

  get output(): string {
    return this.#output;
  }

  /** What is written while something runs, instead of into the output. */
  capture(run: () => void): string {
    this.#outer.push(this.#output);
    this.#output = '';
    try {
      run();
      return this.#output;
    } finally {
      this.#output = this.#outer.pop()!;
    }
  }

  step(at: { readonly start: number }): void {
    this.#steps += 1;
    if (this.#steps <= this.surroundings.limits.maxSteps) return;
    throw new FtlFailure('The template takes too long', 'null', positionAt(this.text, at.start));
  }

  /** Runs a macro or function; too deep a nesting is an error. */
  enter<T>(at: { readonly start: number }, run: () => T): T {
    this.#calls += 1;
    if (this.#calls > DEEPEST_CALL) {
      throw new FtlFailure('Macros and functions are nested too deep', 'null', positionAt(this.text, at.start));
    }
    try {
      return run();
    } finally {
      this.#calls -= 1;
    }
  }

  /** A variable: of the loops and macros around, of the namespace, global, or of the surroundings. */
  variable(name: string): FtlValue | undefined {
    for (let scope = this.scope; scope; scope = scope.above) {
      if (scope.variables.has(name)) return scope.variables.get(name);
    }
    return this.namespace.variables.get(name) ?? this.globalVariable(name);
  }

  globalVariable(name: string): FtlValue | undefined {
    return this.globals.variables.get(name) ?? this.surroundings.variable(name);
  }

  /** The loop that a variable belongs to. */
  loopOf(name: string): Loop | undefined {
    for (let scope = this.scope; scope; scope = scope.above) {
      if (scope.loop?.variables.includes(name)) return scope.loop;
    }
    return undefined;
  }

  /** Runs something with a scope of its own. */
  within<T>(scope: Scope, run: () => T): T {
    const before = this.scope;
    this.scope = scope;
    try {
      return run();
    } finally {
      this.scope = before;
    }
  }

  /** Runs something with further variables. */
  withVariables<T>(names: readonly string[], values: readonly (FtlValue | undefined)[], run: () => T): T {
    const scope = new Scope(this.scope);
    names.forEach((name, index) => {
      scope.variables.set(name, values[index]);
    });
    return this.within(scope, run);
  }

  /** Runs something whose positions count in another text. */
  withText<T>(text: string, run: () => T): T {
    const before = this.text;
    this.text = text;
    try {
      return run();
    } finally {
      this.text = before;
    }
  }

  /** The failure that an expression is to blame for. */
  blame(expression: Expression, reason: string): FtlFailure {
    return new FtlFailure(
      reason,
      this.text.slice(expression.start, expression.end),
      positionAt(this.text, expression.start),
    );
  }

  /** A failure of a directive, for which no expression is to blame. */
  fail(at: { readonly start: number }, reason: string): FtlFailure {
    return new FtlFailure(reason, 'null', positionAt(this.text, at.start));
  }

  /** Another template, parsed once. */
  read<T>(name: string, text: string, parse: (text: string) => T): T {
    let parsed = this.#templates.get(name) as T | undefined;
    if (parsed === undefined) {
      parsed = parse(text);
      this.#templates.set(name, parsed);
    }
    return parsed;
  }
}
