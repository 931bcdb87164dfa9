import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  plugins: [mapsOfTypescript(), programsOfThreads()],
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
        const program = fileURLToPath(new URL(path, `file://${id}`));
        this.emitFile({ type: 'chunk', id: program, fileName: basename(program) });
      }
    },
  };
}
