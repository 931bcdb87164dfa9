import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = process.cwd();

/** Bottom up. Within a line, a folder may import those before it. */
const layers = [
  ['errors'],
  ['observe', 'xml', 'schema', 'script', 'transform'],
  ['message'],
  ['expressions'],
  ['grammar', 'run'],
  ['endpoints', 'compile', 'kit'],
  ['oauth'],
  ['deploy'],
  ['host', 'apim', 'replay'],
  ['index'],
  ['cli'],
].flat();

/** Who may import a package. */
const soleUsers: Record<string, string> = {
  '@xmldom/xmldom': 'xml',
  saxes: 'xml',
  'fast-xml-parser': 'xml',
  xpath: 'expressions',
  'jsonpath-plus': 'expressions',
  re2js: 'expressions',
  ajv: 'schema',
  'ajv-draft-04': 'schema',
  'libxml2-wasm': 'schema',
  acorn: 'script',
  'saxon-js': 'transform',
  fontoxpath: 'transform',
  slimdom: 'transform',
  'quickjs-emscripten': 'script',
  undici: 'endpoints',
  koa: 'host',
  pino: 'observe',
  'smol-toml': 'apim',
  'prom-client': 'observe',
};

interface Import {
  readonly file: string;
  readonly target: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'|\b(?:import|require)\('([^']+)'\)/gm)].map(
    (match) => ({
      file,
      target: match[1] ?? match[2],
    }),
  );
}

function layerOf(file: string): string {
  const [, part] = file.split('/');
  return part.replace(/\.ts$/, '');
}

describe('the layers of the engine', () => {
  const imports = sourceFiles('engine').flatMap(importsOf);

  it('import downwards only', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({ file, to: relative(root, resolve(dirname(join(root, file)), target)) }))
      .filter(({ file, to }) => to.startsWith('engine/') && layers.indexOf(layerOf(file)) < layers.indexOf(layerOf(to)))
      .map(({ file, to }) => `${file} imports ${to}`);
    assert.deepEqual(wrong, []);
  });

  it('import another layer through its index', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({ file, to: relative(root, resolve(dirname(join(root, file)), target)) }))
      .filter(({ to }) => to.startsWith('engine/'))
      .filter(({ file, to }) => layerOf(file) !== layerOf(to) && to.split('/').length > 2 && !to.endsWith('/index.js'))
      .map(({ file, to }) => `${file} imports ${to}`);
    assert.deepEqual(wrong, []);
  });

  it('keep each package to its one user', () => {
    const wrong = imports
      .filter(({ file, target }) => Object.hasOwn(soleUsers, target) && soleUsers[target] !== layerOf(file))
      .map(({ file, target }) => `${file} imports ${target}`);
    assert.deepEqual(wrong, []);
  });
});

describe('mediators', () => {
  it('import the kit and mediators/shared only', () => {
    const wrong = sourceFiles('mediators')
      .filter((file) => !file.endsWith('index.generated.ts'))
      .flatMap(importsOf)
      .filter(
        ({ target }) =>
          target.startsWith('.') && !/(^|\/)(engine\/kit|shared\/[\w-]+)\.js$|^\.\/[\w-]+\.js$/.test(target),
      )
      .concat(
        sourceFiles('mediators')
          .filter((file) => file.split('/').length === 2 && !file.endsWith('index.generated.ts'))
          .flatMap(importsOf)
          .filter(({ target }) => /^\.\/[\w-]+\.js$/.test(target)),
      )
      .map(({ file, target }) => `${file} imports ${target}`);
    assert.deepEqual(wrong, []);
  });
});
