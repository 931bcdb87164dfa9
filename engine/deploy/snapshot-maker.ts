import { createHash } from 'node:crypto';
import {
  assemble,
  type CompileOptions,
  compileArtifacts,
  type Snapshot,
  type SnapshotOptions,
} from '../compile/index.js';
import { Report, type Severity } from '../errors/index.js';
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
  /** Artifacts, one each, that are there unless others define their names; they come before the standard sequences. */
  readonly defaults: readonly InlineArtifact[];
}

/** Makes snapshots of sets of files, with the standard sequences. */
export class SnapshotMaker {
  readonly #options: SnapshotMakerOptions;
  readonly #standard: readonly SourceFile[];

  constructor(options: SnapshotMakerOptions) {
    const { defaults, compile } = options;
    this.#options = options;
    const given = defaults.map(({ file, content }) => inlineSource(file, content, compile));
    const names = new Set(given.map(({ compiled }) => compiled[0]?.name));
    const others = standardSequences.filter(([name]) => !names.has(name));
    this.#standard = [...given, ...others.map(([, file, content]) => inlineSource(file, content, compile))];
  }

  /**
   * Compiles artifacts that are given as text.
   * @param before those of earlier; what is still the same is not compiled again
   */
  read(artifacts: readonly InlineArtifact[], before: readonly SourceFile[] = []): SourceFile[] {
    const known = new Map(before.map((source) => [source.path, source]));
    return artifacts.map(({ file, content }) => inlineSource(file, content, this.#options.compile, known.get(file)));
  }

  /** The snapshot of these files, in this order. The same contents give the same revision. */
  make(own: readonly SourceFile[]): Snapshot {
    const { services, compile, unresolved } = this.#options;
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
