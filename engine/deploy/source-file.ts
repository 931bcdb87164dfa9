import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type CompiledArtifact, type CompileOptions, compileArtifacts } from '../compile/index.js';
import { type Finding, type Place, Report } from '../errors/index.js';
import { parseArtifact } from '../xml/index.js';
import type { ListedFile } from './listing.js';

/** One version of a file, read, checked and compiled. Immutable; it serves in every snapshot until the file changes. */
export interface SourceFile {
  readonly path: string;
  /** Root element that it must have; undefined = any artifact. */
  readonly root: string | undefined;
  /** Which version of the file on disk this is; '' = it may have changed right after it was read. */
  readonly signature: string;
  /** Hash of the content. */
  readonly hash: string;
  /** Kept only where it is asked for. */
  readonly content: Buffer | undefined;
  readonly compiled: readonly CompiledArtifact[];
  /** What is wrong with the file by itself. */
  readonly findings: readonly Finding[];
  /** It has errors: an earlier good version is better. */
  readonly faulty: boolean;
  /** It does not even parse: perhaps somebody is still writing it. */
  readonly incomplete: boolean;
}

/** How files are read. */
export interface SourceOptions {
  readonly compile: CompileOptions;
  /** Contents are kept, to be handed to other processes. */
  readonly keepContent: boolean;
}

/** Largest artifact that is read. */
const maxBytes = 10 * 1024 * 1024;

/** Codes of a file that may just not be finished. */
const incompleteCodes: ReadonlySet<string> = new Set([
  'xml/malformed',
  'xml/empty',
  'xml/not-utf8',
  'layout/unreadable',
]);

/**
 * Reads a listed file. Never throws: what is wrong stands in the findings.
 * @param earlier a version read before; it is kept when the content is still the same
 */
export function readSourceFile(
  file: ListedFile,
  { compile, keepContent }: SourceOptions,
  earlier?: SourceFile,
): SourceFile {
  const report = new Report();
  const place = startOf(file.path);
  let content: Buffer | undefined;
  if (file.size > maxBytes) report.add('xml/too-large', place, { size: file.size, limit: maxBytes });
  else {
    try {
      content = readFileSync(file.path);
    } catch (thrown) {
      report.add('layout/unreadable', place, { reason: reasonOf(thrown) });
    }
  }
  const hash = hashOf(content);
  if (content && earlier?.hash === hash) return Object.freeze({ ...earlier, signature: file.signature });
  const source = compileSource(file, content, hash, report, compile);
  return keepContent ? Object.freeze({ ...source, content }) : source;
}

/** A file that another process has read; without content when that process could not. */
export function receivedSource(
  { path, root, content }: { path: string; root: string | undefined; content: Uint8Array | undefined },
  options: CompileOptions,
): SourceFile {
  const bytes = content && Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return compileSource({ path, root, signature: '' }, bytes, hashOf(bytes), new Report(), options);
}

/**
 * An artifact that is no file of its own: given by a caller, or part of this program.
 * @param earlier a version compiled before; it is kept when the content is still the same
 */
export function inlineSource(path: string, content: string, options: CompileOptions, earlier?: SourceFile): SourceFile {
  const hash = hashOf(content);
  if (earlier?.hash === hash) return earlier;
  return compileSource({ path, root: undefined, signature: '' }, content, hash, new Report(), options);
}

function hashOf(content: Buffer | string | undefined): string {
  return createHash('sha256')
    .update(content ?? '')
    .digest('hex');
}

function compileSource(
  { path, root, signature }: Pick<ListedFile, 'path' | 'root' | 'signature'>,
  content: Buffer | string | undefined,
  hash: string,
  report: Report,
  options: CompileOptions,
): SourceFile {
  const element = content === undefined ? undefined : parseArtifact(content, path, report, { maxBytes });
  if (element && root !== undefined && element.name !== root) {
    report.add('layout/wrong-folder', element.place, { expected: root, found: element.name });
  }
  const compiled = element && !report.failed ? compileArtifacts(element, options) : [];
  const findings = [...report.findings, ...compiled.flatMap((artifact) => artifact.findings)];
  return Object.freeze({
    path,
    root,
    signature,
    hash,
    content: undefined,
    compiled,
    findings,
    faulty: findings.some(({ severity }) => severity === 'error'),
    incomplete: findings.some(({ code }) => incompleteCodes.has(code)),
  });
}

/** The place of what concerns a whole file. */
export function startOf(file: string): Place {
  return { file, line: 1, column: 1 };
}

function reasonOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? String(thrown);
}
