import { createHash } from 'node:crypto';
import {
  assemble,
  type CompileOptions,
  compileArtifacts,
  type Snapshot,
  type SnapshotOptions,
} from '../compile/index.js';
import { type Finding, Report, type Severity } from '../errors/index.js';
import { parseArtifact } from '../xml/index.js';
import { inlineSource, type SourceFile } from './source-file.js';
import { standardSequences } from './standard-sequences.js';

/** An artifact that is given as text. */
export interface InlineArtifact {
  /** How findings call it. */
  readonly file: string;
  readonly content: string;
}

/** What snapshots are made with. */
export interface SnapshotMakerOptions {
  readonly compile: CompileOptions;
  readonly services: SnapshotOptions['services'];
  /** Severity of a reference to nothing; default warning. */
  readonly unresolved: Severity | undefined;
  /** Artifacts beside the files; they stand after them. */
  readonly artifacts: readonly InlineArtifact[];
  /** Artifacts, one each, that are there unless others define their names; they come before the standard sequences. */
  readonly defaults: readonly InlineArtifact[];
}

/** Makes snapshots of sets of files, with the standard sequences and the artifacts given as text. */
export class SnapshotMaker {
  readonly #options: SnapshotMakerOptions;
  readonly #inline: readonly SourceFile[];
  readonly #standard: readonly SourceFile[];

  constructor(options: SnapshotMakerOptions) {
    const { artifacts, defaults, compile } = options;
    this.#options = options;
    this.#inline = artifacts.map(({ file, content }) => inlineSource(file, content, compile));
    const given = defaults.map(({ file, content }) => inlineSource(file, content, compile));
    const names = new Set(given.map(({ compiled }) => compiled[0]?.name));
    const others = standardSequences.filter(([name]) => !names.has(name));
    this.#standard = [...given, ...others.map(([, file, content]) => inlineSource(file, content, compile))];
  }

  /** What is wrong with the artifacts that were given as text. */
  get findings(): readonly Finding[] {
    return this.#inline.flatMap((file) => file.findings);
  }

  /** The snapshot of these files, in this order. The same contents give the same revision. */
  make(files: readonly SourceFile[]): Snapshot {
    const { services, compile, unresolved } = this.#options;
    const own = [...files, ...this.#inline];
    const names = new Set(own.flatMap((file) => file.compiled.map(({ product }) => product?.name)));
    const standard = this.#standard.filter(({ compiled }) => !names.has(compiled[0]?.name));
    return assemble(
      [...standard, ...own].flatMap((file) => file.compiled),
      {
        revision: revisionOf(own),
        services,
        ...(unresolved && { unresolved }),
        compileXml: (xml, key) => {
          const root = parseArtifact(xml, key, new Report());
          return root ? compileArtifacts(root, compile) : [];
        },
      },
    );
  }
}

/** Twelve hexadecimal digits that stand for the content of everything that serves. */
function revisionOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const { path, hash: content } of files) hash.update(`${path}\0${content}\0`);
  return hash.digest('hex').slice(0, 12);
}
