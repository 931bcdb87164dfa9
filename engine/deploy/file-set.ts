import type { Product } from '../compile/index.js';
import { type Finding, finding } from '../errors/index.js';
import type { ListedFile } from './listing.js';
import { readSourceFile, type SourceFile, type SourceOptions } from './source-file.js';

/** A file that is not served as it stands on disk. */
export interface RefusedFile {
  readonly path: string;
  /** Which version of the file was refused. */
  readonly signature: string;
  readonly findings: readonly Finding[];
  /** An earlier version of the file goes on serving. */
  readonly earlierServes: boolean;
}

/** The versions of files that serve together. */
export interface FileSet {
  /** In reading order. */
  readonly serving: readonly SourceFile[];
  readonly refused: readonly RefusedFile[];
  /** Files that may be half-written or just changed again: they are to be looked at soon. */
  readonly unsettled: readonly string[];
}

/** How to go from one set to the next. */
export interface FileSetOptions extends SourceOptions {
  /** The set that serves now; undefined at the start. */
  readonly previous: FileSet | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A file on disk beside the version that serves. */
interface Candidate {
  readonly listed: ListedFile;
  readonly earlier: SourceFile | undefined;
  readonly latest: SourceFile;
  readonly unfinished: boolean;
}

/**
 * Makes the next set of files from what is on disk. Unchanged files stay as they are, changed ones are read. A faulty
 * one is refused: its last good version goes on serving, or, at the start, those of its artifacts that are good.
 */
export function nextFileSet(listed: readonly ListedFile[], options: FileSetOptions): FileSet {
  const { previous } = options;
  const before = new Map(previous?.serving.map((file) => [file.path, file]));
  const candidates = listed.map((file) => candidateOf(file, before.get(file.path), options));
  const owners = previous ? new Owners(candidates) : undefined;
  const refusedBefore = new Map(previous?.refused.map((file) => [file.path, file]));
  const serving: SourceFile[] = [];
  const refused: RefusedFile[] = [];
  for (const { listed: file, earlier, latest, unfinished } of candidates) {
    const known = refusedBefore.get(file.path);
    if (unfinished && known) refused.push(known);
    const taken = unfinished ? [] : (owners?.conflicts(latest) ?? []);
    const good = !unfinished && !latest.faulty && taken.length === 0;
    const chosen = good || !previous ? latest : earlier;
    if (chosen) serving.push(chosen);
    if (good || unfinished) continue;
    const earlierServes = chosen !== undefined && chosen !== latest;
    refused.push({
      path: file.path,
      signature: file.signature,
      findings: [...latest.findings, ...taken],
      earlierServes,
    });
  }
  const unsettled = candidates.filter(({ unfinished, latest }) => unfinished || latest.signature === '');
  return { serving, refused, unsettled: unsettled.map(({ listed: { path } }) => path) };
}

/** A file that fails to parse counts as half-written for this long after its last change, in milliseconds. */
const writingTime = 400;
/** Two changes within this time may look the same on disk, in milliseconds. */
const diskResolution = 50;

function candidateOf(listed: ListedFile, earlier: SourceFile | undefined, options: FileSetOptions): Candidate {
  if (earlier?.signature === listed.signature) return { listed, earlier, latest: earlier, unfinished: false };
  const age = options.now - listed.modified;
  const file = age < diskResolution ? { ...listed, signature: '' } : listed;
  const latest = readSourceFile(file, options, earlier);
  return {
    listed,
    earlier,
    latest,
    unfinished: options.previous !== undefined && latest.incomplete && age < writingTime,
  };
}

/** Which file owns a name, so that another one cannot take it while it serves (configuration sheet, section 7). */
class Owners {
  readonly #paths = new Map<string, string>();

  constructor(candidates: readonly Candidate[]) {
    for (const { listed, earlier, latest } of candidates) {
      if (!earlier) continue;
      const kept = new Set(latest.faulty ? keysOf(earlier) : keysOf(latest));
      for (const key of keysOf(earlier)) if (kept.has(key)) this.#paths.set(key, listed.path);
    }
  }

  conflicts(file: SourceFile): Finding[] {
    const findings: Finding[] = [];
    for (const { name, product, element, place } of file.compiled) {
      if (!product) continue;
      const owner = this.#paths.get(keyOf(product));
      if (owner === undefined) this.#paths.set(keyOf(product), file.path);
      else if (owner !== file.path) {
        findings.push(finding('layout/already-exists', place, { kind: element, name, other: owner }));
      }
    }
    return findings;
  }
}

function keysOf(file: SourceFile): string[] {
  return file.compiled.flatMap(({ product }) => (product ? [keyOf(product)] : []));
}

const sharedKinds = new Set<Product['kind']>(['sequence', 'endpoint', 'template', 'endpointTemplate', 'localEntry']);

/** Sequences, endpoints, templates and local entries share one key space; the others have one each. */
function keyOf({ kind, name }: Product): string {
  return `${sharedKinds.has(kind) ? 'shared' : kind}:${name}`;
}
