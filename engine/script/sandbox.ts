import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten';
import { positionIn, readError } from './guest-error.js';
import { ScriptFailure } from './script-failure.js';
import { type ScriptHost, ScriptJson, ScriptObject, type ScriptValue } from './script-value.js';

/** How much a run may take. */
export interface ScriptLimits {
  /** Longest run, in milliseconds of real time; the time of the host's functions counts. */
  readonly milliseconds: number;
  /** Memory of the script, in bytes. */
  readonly memoryBytes: number;
}

/** A text to run, under the name that errors call it by. */
export interface ScriptSource {
  readonly name: string;
  readonly text: string;
}

/** One run. */
export interface ScriptRun {
  /**
   * Source of a function `(host, load) => ({ pack, unpack })` that sets up the globals. `host(name, ...args)` takes and
   * returns what `pack` makes and `unpack` reads: primitives, `{ json }`, `{ object }`.
   */
  readonly prelude: string;
  /** Sources of functions that `load(name)` returns: what only some scripts need, since reading it takes time. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly host: ScriptHost;
  /** Evaluated in this order, as one program. */
  readonly sources: readonly ScriptSource[];
  /**
   * A function to be called at the end, whose result counts instead of the last completion value: a global one by name,
   * or the completion value itself. `receiver` is the name of a global that becomes the first argument.
   */
  readonly call?: { readonly name?: string; readonly args: readonly ScriptValue[]; readonly receiver?: string };
  readonly limits: ScriptLimits;
}

/** Stack of a script, in bytes: a few thousand nested calls. */
const STACK_BYTES = 256 * 1024;

let module: QuickJSWASMModule | undefined;
let loading: Promise<QuickJSWASMModule> | undefined;

/**
 * Runs a script in a context of its own, which is thrown away afterwards: nothing survives a run, and nothing but the
 * host's functions is within its reach. A promise only until the engine is loaded.
 * @throws ScriptFailure (rejects with it)
 */
export function runScript(run: ScriptRun): ScriptValue | Promise<ScriptValue> {
  if (module) return runIn(module, run);
  return loadEngine().then((loaded) => runIn(loaded, run));
}

async function loadEngine(): Promise<QuickJSWASMModule> {
  loading ??= import('quickjs-emscripten').then(({ newQuickJSWASMModule }) => newQuickJSWASMModule());
  try {
    return (module = await loading);
  } finally {
    loading = undefined;
  }
}

function runIn(engine: QuickJSWASMModule, run: ScriptRun): ScriptValue {
  const runtime = engine.newRuntime();
  try {
    runtime.setMemoryLimit(run.limits.memoryBytes);
    runtime.setMaxStackSize(STACK_BYTES);
    const guest = new Guest(runtime, run);
    try {
      return guest.run();
    } finally {
      guest.dispose();
    }
  } catch (thrown) {
    if (thrown instanceof ScriptFailure) throw thrown;
    // The engine itself broke (out of memory inside it, for example): it is not used again.
    if (module === engine) module = undefined;
    throw new ScriptFailure('resources', 'The script used more memory or stack than it may', { cause: thrown });
  } finally {
    if (module === engine) runtime.dispose();
  }
}

/** One context with one script in it. */
class Guest {
  readonly #context: QuickJSContext;
  readonly #run: ScriptRun;
  #unpack: QuickJSHandle | undefined;
  #pack: QuickJSHandle | undefined;
  /** What the host threw last; the script saw it as an error of its own. */
  #hostError: unknown;
  #timedOut = false;

  constructor(runtime: QuickJSRuntime, run: ScriptRun) {
    this.#run = run;
    this.#context = runtime.newContext();
    const end = performance.now() + run.limits.milliseconds;
    runtime.setInterruptHandler(() => {
      this.#timedOut ||= performance.now() > end;
      return this.#timedOut;
    });
  }

  dispose(): void {
    this.#pack?.dispose();
    this.#unpack?.dispose();
    this.#context.dispose();
  }

  run(): ScriptValue {
    const { prelude, sources, call } = this.#run;
    this.#install(prelude);
    let result = this.#context.undefined;
    for (const { name, text } of sources) {
      result.dispose();
      result = this.#evaluate(text, name);
    }
    return this.#out(call ? this.#call(call, result) : result);
  }

  #install(prelude: string): void {
    const { parts = {} } = this.#run;
    const setUp = this.#evaluate(`(${prelude})`, 'prelude');
    const host = this.#context.newFunction('host', (name, ...args) => this.#fromGuest(name, args));
    const load = this.#context.newFunction('load', (name) =>
      this.#evaluate(`(${parts[this.#context.getString(name)]})`, 'prelude'),
    );
    const tools = this.#unwrap(this.#context.callFunction(setUp, this.#context.undefined, host, load));
    this.#pack = this.#context.getProp(tools, 'pack');
    this.#unpack = this.#context.getProp(tools, 'unpack');
    for (const handle of [tools, load, host, setUp]) handle.dispose();
  }

  #fromGuest(name: QuickJSHandle, args: readonly QuickJSHandle[]): QuickJSHandle {
    try {
      const result = this.#run.host(
        this.#context.getString(name),
        args.map((arg) => this.#read(arg)),
      );
      return this.#write(result);
    } catch (thrown) {
      this.#hostError = thrown;
      throw thrown;
    }
  }

  #evaluate(text: string, name: string): QuickJSHandle {
    return this.#unwrap(this.#context.evalCode(text, name, { type: 'global' }));
  }

  #call({ name, args, receiver }: NonNullable<ScriptRun['call']>, completion: QuickJSHandle): QuickJSHandle {
    if (name !== undefined) completion.dispose();
    const named = name === undefined ? this.#asFunction(completion) : this.#findFunction(name);
    const handles = args.map((arg) => this.#in(arg));
    const first = receiver === undefined ? [] : [this.#context.getProp(this.#context.global, receiver)];
    try {
      return this.#unwrap(this.#context.callFunction(named, this.#context.undefined, ...first, ...handles));
    } finally {
      for (const handle of [named, ...first, ...handles]) handle.dispose();
    }
  }

  #asFunction(completion: QuickJSHandle): QuickJSHandle {
    if (this.#context.typeof(completion) === 'function') return completion;
    completion.dispose();
    throw new ScriptFailure('no-function', 'The result of the script is no function');
  }

  /** A function by its global name, whether it was declared as a function, var, let or const. */
  #findFunction(name: string): QuickJSHandle {
    const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name);
    const found = isName ? this.#context.evalCode(name, name, { type: 'global' }) : undefined;
    if (found && !found.error) {
      if (this.#context.typeof(found.value) === 'function') return found.value;
      found.value.dispose();
    }
    found?.error?.dispose();
    throw new ScriptFailure('no-function', `No such function ${name}`);
  }

  /** A value of the host inside the sandbox. */
  #in(value: ScriptValue): QuickJSHandle {
    const packed = this.#write(value);
    if (!(value instanceof ScriptJson || value instanceof ScriptObject)) return packed;
    const unpacked = this.#unwrap(this.#context.callFunction(this.#unpack!, this.#context.undefined, packed));
    packed.dispose();
    return unpacked;
  }

  /** A value of the sandbox for the host; the handle is used up. */
  #out(handle: QuickJSHandle): ScriptValue {
    const type = this.#context.typeof(handle);
    if (type !== 'object' && type !== 'function') return this.#readAndDispose(handle);
    const packed = this.#unwrap(this.#context.callFunction(this.#pack!, this.#context.undefined, handle));
    handle.dispose();
    return this.#readAndDispose(packed);
  }

  #readAndDispose(handle: QuickJSHandle): ScriptValue {
    try {
      return this.#read(handle);
    } finally {
      handle.dispose();
    }
  }

  /** A primitive, `{ json }` or `{ object }`. */
  #read(handle: QuickJSHandle): ScriptValue {
    const context = this.#context;
    switch (context.typeof(handle)) {
      case 'string':
        return context.getString(handle);
      case 'number':
        return context.getNumber(handle);
      case 'boolean':
      case 'undefined':
        return context.dump(handle) as boolean | undefined;
      case 'object':
        return this.#readPacked(context.dump(handle));
      default:
        return undefined;
    }
  }

  #readPacked(packed: unknown): ScriptValue {
    if (typeof packed !== 'object' || packed === null) return null;
    if ('json' in packed && typeof packed.json === 'string') return new ScriptJson(packed.json);
    return 'object' in packed && typeof packed.object === 'number' ? new ScriptObject(packed.object) : null;
  }

  #write(value: ScriptValue): QuickJSHandle {
    const context = this.#context;
    if (typeof value === 'string') return context.newString(value);
    if (typeof value === 'number') return context.newNumber(value);
    if (typeof value === 'boolean') return value ? context.true : context.false;
    if (value === undefined) return context.undefined;
    if (value === null) return context.null;
    const packed = context.newObject();
    const [key, member] =
      value instanceof ScriptJson ? ['json', context.newString(value.text)] : ['object', context.newNumber(value.id)];
    context.setProp(packed, key as string, member as QuickJSHandle);
    (member as QuickJSHandle).dispose();
    return packed;
  }

  #unwrap(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    if (!result.error) return result.value;
    const dumped: unknown = this.#context.dump(result.error);
    result.error.dispose();
    throw this.#failure(dumped);
  }

  #failure(dumped: unknown): ScriptFailure {
    if (this.#timedOut) {
      const { milliseconds } = this.#run.limits;
      return new ScriptFailure('time', `The script ran longer than ${milliseconds} ms`);
    }
    const { name, message, stack, lineNumber } = readError(dumped);
    const where = { ...positionIn(stack, lineNumber, this.#run.sources), cause: this.#causeOf(message) };
    if (name === 'SyntaxError' && !where.cause && !stack?.includes(' at ')) {
      return new ScriptFailure('syntax', message, where);
    }
    if (name === 'InternalError') return new ScriptFailure('resources', message, where);
    return new ScriptFailure('error', name === 'Error' ? message : `${name}: ${message}`, where);
  }

  #causeOf(message: string): unknown {
    return this.#hostError instanceof Error && this.#hostError.message === message ? this.#hostError : undefined;
  }
}
