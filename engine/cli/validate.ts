import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFinding, type Finding, type Severity, type ValidationSource, validateSources } from '../index.js';
import type { CommandIo } from './command-io.js';

const USAGE = `Usage: mediant validate [--strict] [--each] [--json] PATH...

Reads files and folders of artifacts and prints what is wrong in them, with line and column.

  --strict   warnings count as errors
  --each     every file is a deployment of its own; an unresolved reference is a warning
  --json     print one JSON object instead

Exit status: 0 no errors, 1 errors, 2 it could not run.
`;

/** What `--json` prints. */
interface ValidationResult {
  /** Files that were read. */
  readonly files: number;
  /** Files without an error. */
  readonly ok: number;
  readonly findings: readonly Finding[];
}

/** `mediant validate PATH…`. Resolves to the exit status. */
export async function validateCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      strict: { type: 'boolean' },
      each: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    io.out(USAGE);
    return 0;
  }
  if (positionals.length === 0) {
    io.error(`mediant validate: name a file or folder.\n\n${USAGE}`);
    return 2;
  }
  const sources = await readSources(positionals, io);
  if (!sources) return 2;
  const unresolved: Severity = values.each ? 'warning' : 'error';
  const groups = values.each ? sources.map((source) => [source]) : [sources];
  const found = groups.flatMap((group) => validateSources(group, { unresolved }));
  const findings = values.strict ? found.map((each): Finding => ({ ...each, severity: 'error' })) : found;
  const result = summarize(sources, findings);
  if (values.json) io.out(`${JSON.stringify(result)}\n`);
  else print(result, sources, io);
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function summarize(sources: readonly ValidationSource[], findings: readonly Finding[]): ValidationResult {
  const faulty = new Set(findings.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  return { files: sources.length, ok: sources.filter(({ file }) => !faulty.has(file)).length, findings };
}

function print({ files, ok, findings }: ValidationResult, sources: readonly ValidationSource[], io: CommandIo): void {
  const lines = new Map<string, string[]>();
  const linesOf = (file: string): string[] | undefined => {
    const source = sources.find((each) => each.file === file);
    if (source && !lines.has(file))
      lines.set(
        file,
        Buffer.from(source.content)
          .toString('utf8')
          .split(/\r\n|\r|\n/),
      );
    return lines.get(file);
  };
  for (const finding of findings) io.out(`${describeFinding(finding, linesOf(finding.file))}\n`);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  io.out(`${files} files, ${ok} without errors; ${errors} errors, ${findings.length - errors} warnings\n`);
}

/** The files below the paths; undefined, after a message, when one cannot be read. */
async function readSources(paths: readonly string[], io: CommandIo): Promise<ValidationSource[] | undefined> {
  const sources: ValidationSource[] = [];
  for (const path of paths) {
    try {
      for (const file of await filesBelow(path)) sources.push({ file, content: await readFile(file) });
    } catch (thrown) {
      io.error(`mediant validate: ${path} cannot be read: ${(thrown as Error).message}\n`);
      return undefined;
    }
  }
  return sources;
}

/** Folders whose XML is no artifact: build output, registry resources, tests. */
const SKIPPED = new Set(['node_modules', 'target', 'dist', 'registry', 'resources', 'test']);

async function filesBelow(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const found: string[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = join(path, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
      found.push(...(await filesBelow(inside)));
    else if (entry.isFile() && entry.name.endsWith('.xml') && !['artifact.xml', 'pom.xml'].includes(entry.name))
      found.push(inside);
  }
  return found;
}
