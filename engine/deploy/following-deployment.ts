import type { Snapshot } from '../compile/index.js';
import { type InlineArtifact, SnapshotMaker, type SnapshotMakerOptions } from './snapshot-maker.js';
import { receivedSource, type SourceFile } from './source-file.js';

/** A file of a revision, as one process hands it to another. */
export interface SharedFile {
  readonly path: string;
  /** Root element that it must have; undefined = any artifact. */
  readonly root: string | undefined;
  /** Hash of the content. */
  readonly hash: string;
  /** Undefined = the receiver serves this very content already, or the file could not be read. */
  readonly content: Uint8Array | undefined;
}

/** The files of a revision in reading order: what another process needs to serve the same. */
export interface SharedRevision {
  readonly revision: string;
  readonly files: readonly SharedFile[];
}

/** A revision could not be made of what was received, or was not the one that was meant. */
export class RevisionError extends Error {
  override readonly name = 'RevisionError';
}

/** What a following deployment is made with. */
export interface FollowingOptions extends SnapshotMakerOptions {
  /** Artifacts given as text; they stand after the files. */
  readonly artifacts: readonly InlineArtifact[];
}

interface Version {
  readonly files: readonly SourceFile[];
  readonly snapshot: Snapshot;
}

/**
 * A deployment that serves what another process has agreed on: it gets contents instead of looking at files. A revision
 * is prepared beside the one that serves, and swapped in when it is told to.
 */
export class FollowingDeployment {
  readonly #options: FollowingOptions;
  readonly #maker: SnapshotMaker;
  readonly #texts: readonly SourceFile[];
  #serving: Version;
  #prepared: Version | undefined;

  /** @throws RevisionError when the first revision cannot be made */
  constructor(options: FollowingOptions, first: SharedRevision) {
    this.#options = options;
    this.#maker = new SnapshotMaker(options);
    this.#texts = this.#maker.read(options.artifacts);
    this.#serving = this.#make(first, []);
  }

  /** What serves now. Take it once per request. */
  get snapshot(): Snapshot {
    return this.#serving.snapshot;
  }

  /**
   * Compiles a revision beside the one that serves; files with the same content are not compiled again.
   * @throws RevisionError when content is missing, or something else comes out than was meant
   */
  prepare(revision: SharedRevision): void {
    this.#prepared = undefined;
    this.#prepared = this.#make(revision, this.#serving.files);
  }

  /** Lets the prepared revision serve. @throws RevisionError when it is another one */
  swap(revision: string): void {
    if (this.#prepared?.snapshot.revision !== revision) throw new RevisionError(`${revision} is not prepared`);
    this.#serving = this.#prepared;
    this.#prepared = undefined;
  }

  #make({ revision, files }: SharedRevision, known: readonly SourceFile[]): Version {
    const earlier = new Map(known.map((file) => [file.path, file]));
    const received = files.map((file) => {
      const before = earlier.get(file.path);
      if (before?.hash === file.hash && before.root === file.root) return before;
      return receivedSource(file, this.#options.compile);
    });
    const snapshot = this.#maker.make([...received, ...this.#texts]);
    if (snapshot.revision !== revision) {
      throw new RevisionError(`the files make revision ${snapshot.revision}, not ${revision}`);
    }
    return { files: received, snapshot };
  }
}
