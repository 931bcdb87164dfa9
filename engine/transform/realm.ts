import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, Script } from 'node:vm';
import { realmMain } from './realm-main.js';
import type { TransformJob, TransformResult } from './transform-job.js';

/** The modules of Node.js that SaxonJS asks for, without anything in them that reaches out of the realm. */
function realmModules(resolveUri: (pair: string) => string) {
  class URL {
    readonly href: string;
    readonly protocol: string;
    readonly pathname: string;
    constructor(uri: unknown, base?: unknown) {
      this.href = resolveUri(JSON.stringify([String(uri), base === undefined || base === null ? null : String(base)]));
      if (this.href === '') throw new TypeError(`Invalid URI ${uri}`);
      this.protocol = this.href.slice(0, this.href.indexOf(':') + 1);
      this.pathname = this.href.replace(/^[^:]*:(\/\/[^/]*)?/, '').replace(/[?#].*$/, '');
    }
    toString() {
      return this.href;
    }
  }
  const nothing = class {};
  return {
    url: { URL, fileURLToPath: String },
    path: {},
    fs: {},
    axios: {},
    stream: { Stream: nothing },
    util: { TextEncoder: nothing, TextDecoder: nothing },
  };
}

/** The functions above as text, put around SaxonJS: a CommonJS module that finds no Node.js around it. */
function realmSource(saxon: string): string {
  return `(function (resolveUri) {
  const modules = (${realmModules})(resolveUri);
  const module = { exports: {} };
  (function (exports, require, module, global, process, Buffer, console, setTimeout) {${saxon}
  }).call(undefined, module.exports, (name) => modules[name], module, Object.create(null), { platform: 'linux' },
    { isEncoding: () => false }, { log() {}, warn() {}, error() {} }, () => undefined);
  globalThis.perform = (${realmMain})(module.exports, resolveUri);
})`;
}

/** What is called from inside: it must not throw, since an error of ours would lead out of the realm. */
function resolveUri(pair: string): string {
  try {
    const [uri, base] = JSON.parse(pair) as [string, string | null];
    return base === null ? new URL(uri).href : new URL(uri, base).href;
  } catch {
    return '';
  }
}

/**
 * A realm with SaxonJS in it. A stylesheet can call functions of the JavaScript around it (`js:`, `ixsl:`): here are
 * none but the language's own, texts cannot become code, and only texts go in and out.
 */
export class SaxonRealm {
  readonly #context = createContext(Object.create(null) as Record<string, unknown>, {
    name: 'xslt',
    codeGeneration: { strings: false, wasm: false },
  });
  readonly #perform = new Script('perform(job)', { filename: 'xslt' });

  /** Reads SaxonJS: a tenth of a second. */
  constructor() {
    const saxon = readFileSync(createRequire(import.meta.url).resolve('saxon-js'), 'utf8');
    const setUp = new Script(realmSource(saxon), { filename: 'saxon-js' }).runInContext(this.#context) as (
      resolve: typeof resolveUri,
    ) => void;
    setUp(resolveUri);
  }

  /** Carries out a job. Throws what SaxonJS throws, and an error with code ERR_SCRIPT_EXECUTION_TIMEOUT. */
  transform(job: TransformJob, milliseconds: number): TransformResult {
    this.#context.job = JSON.stringify(job);
    try {
      return JSON.parse(this.#perform.runInContext(this.#context, { timeout: milliseconds }) as string);
    } finally {
      this.#context.job = undefined;
    }
  }
}
