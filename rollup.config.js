import { readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** CommonJS packages that every start loads. */
const required = ['@xmldom/xmldom', 'pino', 'saxes'];

/**
 * Puts what `tsc` has built together: the program of `bin` and the library of `exports`, in a few files instead of
 * 560. Node spends more than a third of a millisecond on each file of a start. Packages stay outside, and what is
 * imported on demand stays a file of its own.
 */
export default {
  input: {
    main: 'dist/engine/cli/main.js',
    index: 'dist/engine/index.js',
  },
  output: { dir: 'dist/bundle', chunkFileNames: (chunk) => `${nameOf(chunk)}.js`, sourcemap: true },
  external: (id) => !/^[.\0]/.test(id) && !isAbsolute(id) && !required.includes(id),
  plugins: [requiredPackages(), mapsOfTypescript(), programsOfThreads(), oneByteText()],
  onLog(level, log, handle) {
    // Modules of one folder import each other here and there; tsc's output runs the same way.
    if (log.code !== 'CIRCULAR_DEPENDENCY') handle(level === 'warn' ? 'error' : level, log);
  },
};

/** Stack traces show it: an index is called as its folder, and what all parts share, `engine`. */
function nameOf({ name, facadeModuleId }) {
  if (name !== 'index') return name;
  return facadeModuleId ? basename(dirname(facadeModuleId)) : 'engine';
}

/** Lets places in the bundle lead to the TypeScript sources. */
function mapsOfTypescript() {
  return {
    name: 'maps-of-typescript',
    load: (id) => ({ code: readFileSync(id, 'utf8'), map: readFileSync(`${id}.map`, 'utf8') }),
  };
}

/**
 * Makes an entry of each program that a thread or a process is started with: `new URL('./name.js', import.meta.url)`.
 * The bundle is one flat folder, where it is found under the same name.
 */
function programsOfThreads() {
  return {
    name: 'programs-of-threads',
    transform(code, id) {
      for (const [, path] of code.matchAll(/new URL\('(\.\/[^']+)', import\.meta\.url\)/g)) {
        const program = fileURLToPath(new URL(path, pathToFileURL(id)));
        this.emitFile({ type: 'chunk', id: program, fileName: basename(program) });
      }
    },
  };
}

/**
 * Has packages loaded with `require`. Where one is imported, Node searches it and all that it re-exports for the names of
 * its exports first, which takes longer than to load it.
 */
function requiredPackages() {
  const prefix = '\0require:';
  return {
    name: 'required-packages',
    resolveId: (id) => (required.includes(id) ? `${prefix}${id}` : undefined),
    load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const name = JSON.stringify(id.slice(prefix.length));
      return {
        code: `import { createRequire } from 'node:module';\nexport default createRequire(import.meta.url)(${name});`,
        syntheticNamedExports: true,
      };
    },
  };
}

/** Writes other characters than those of Latin-1 as escapes: V8 keeps a text that holds a single one in two bytes each. */
function oneByteText() {
  const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return {
    name: 'one-byte-text',
    renderChunk: (code) => ({ code: code.replace(/[^\0-\xff]/g, escaped), map: null }),
  };
}
