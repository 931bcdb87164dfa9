import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { SharedFile } from '../../deploy/index.js';
import { describeProblem } from '../describe-case.js';
import { type ReplayOptions, replay } from '../replay.js';
import { artifactFolderName, writeArtifactFolder } from './artifact-folder.js';
import { planCopy, planInPlace, type ServedSurroundings, UnusableRecordingError } from './artifact-plan.js';
import { UnusableBodyError } from './body-content.js';
import { buildCase } from './build-case.js';
import { findCaseSecrets, withoutSecrets } from './case-secrets.js';
import { FixtureFile } from './fixture-file.js';
import { fixtureName } from './fixture-name.js';
import { holdsSecret } from './leak-check.js';
import type { RawBody, RawRecording } from './raw-recording.js';
import type { RecordingSink, WriteOutcome } from './recorder.js';

/** What a writer is made with. */
export interface FixtureWriterOptions {
  /** Directory for recordings. */
  readonly directory: string;
  readonly served: ServedSurroundings;
  /** The mediators, to play what was written. */
  readonly compile: ReplayOptions['compile'];
}

/** Characters of a reason in a log line. */
const longestReason = 2000;

/** Versions of files beyond those that serve which are kept until the recordings that use them are written. */
const earlierContents = 1000;

/**
 * Makes fixtures of recordings. Secrets are replaced before anything is written, and what is to be written is searched
 * for them once more; a fixture gets its name only when it has been played and passed.
 */
export class FixtureWriter implements RecordingSink {
  readonly #options: FixtureWriterOptions;
  readonly #contents = new Map<string, string>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: FixtureWriterOptions) {
    this.#options = options;
  }

  deployed(files: readonly SharedFile[]): void {
    for (const { path, hash, content } of files) {
      if (this.#contents.has(hash)) continue;
      const text = content === undefined ? contentOf(path, hash) : Buffer.from(content).toString('utf8');
      if (text !== undefined) this.#contents.set(hash, text);
    }
    const serving = new Set(files.map(({ hash }) => hash));
    let surplus = this.#contents.size - serving.size - earlierContents;
    for (const hash of this.#contents.keys()) {
      if (surplus-- <= 0) break;
      if (!serving.has(hash)) this.#contents.delete(hash);
    }
  }

  write(recording: RawRecording): Promise<WriteOutcome> {
    const outcome = this.#queue.then(() => this.#write(recording));
    this.#queue = outcome;
    return outcome;
  }

  async close(): Promise<void> {
    await this.#queue;
  }

  async #write(recording: RawRecording): Promise<WriteOutcome> {
    try {
      checkBodies(recording);
      const directory = join(this.#options.directory, recording.folder);
      const place = this.#placeOfHome(directory);
      const first = place === undefined ? undefined : await this.#make(recording, directory, place);
      // What lies there may have changed, or may not load as a whole.
      return first?.kind === 'written' ? first : await this.#make(recording, directory, undefined);
    } catch (error) {
      const expected = error instanceof UnusableRecordingError || error instanceof UnusableBodyError;
      const reason = expected ? error.message : `the fixture could not be written: ${String(error)}`;
      return { kind: 'left', reason };
    }
  }

  /** @param place path of the deployment from the fixture; undefined: what is needed of it is copied */
  async #make(recording: RawRecording, directory: string, place: string | undefined): Promise<WriteOutcome> {
    const { compile, served } = this.#options;
    const content = (hash: string): string | undefined => this.#contents.get(hash);
    const plan = place === undefined ? planCopy(recording, served, content) : planInPlace(recording, served, content);
    const secrets = findCaseSecrets(recording, plan);
    const clean = withoutSecrets(plan, secrets);
    const folder = artifactFolderName(clean);
    const fixtureCase = buildCase({
      recording,
      secrets,
      plan,
      // The registry that was is asked before the one that lies there.
      artifacts: [folder, place].filter((path) => path !== undefined),
    });
    const text = `${JSON.stringify(fixtureCase, undefined, 2)}\n`;
    const beside = [...clean.files, ...clean.registry].map((each) => each.text);
    if ([text, ...beside].some((each) => holdsSecret(each, secrets))) {
      throw new UnusableRecordingError('a secret could not be replaced everywhere');
    }
    const { service, request, answer } = recording;
    const name = fixtureName(service, request.method, fixtureCase.request?.path ?? '', answer.status);
    const file = new FixtureFile(directory, name, text);
    try {
      if (folder !== undefined) writeArtifactFolder(directory, folder, clean);
      const failure = await failureOf(file.temporary, compile);
      if (failure === undefined) return { kind: 'written', file: file.keep('json') };
      if (place !== undefined) return { kind: 'left', reason: failure };
      return { kind: 'left', reason: `it does not replay (see ${file.keep('rejected')}): ${failure}` };
    } finally {
      file.discard();
    }
  }

  /** The way from a fixture down to the deployment; a fixture may not name what does not lie below its folder. */
  #placeOfHome(directory: string): string | undefined {
    const { home, properties } = this.#options.served;
    if (properties.size > 0) return undefined;
    try {
      if (!statSync(home).isDirectory()) return undefined;
      const path = relative(realpathSync(directory), realpathSync(home));
      return path.startsWith('..') ? undefined : path.split(sep).join('/') || '.';
    } catch {
      return undefined;
    }
  }
}

/** Plays a file of cases. @returns why it does not pass; undefined when it does */
async function failureOf(file: string, compile: ReplayOptions['compile']): Promise<string | undefined> {
  const { cases, problems } = await replay({ compile, paths: [file] });
  const failures = cases.flatMap((each) => each.failures.map(({ at, message }) => `${at}: ${message}`));
  const all = [...problems.map(describeProblem), ...failures];
  return all.length === 0 ? undefined : all.join('; ').slice(0, longestReason);
}

/** The content of a file, if it is still the version that serves. */
function contentOf(path: string, hash: string): string | undefined {
  try {
    const bytes = readFileSync(path);
    return createHash('sha256').update(bytes).digest('hex') === hash ? bytes.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** What goes into the flow has to be there as a whole. @throws UnusableRecordingError */
function checkBodies({ request, exchanges }: RawRecording): void {
  checkWhole(request.body, 'the request');
  for (const { method, outcome } of exchanges) {
    if (outcome.kind === 'answer') checkWhole(outcome.body, `an answer to a ${method} call`);
  }
}

function checkWhole(body: RawBody | null, what: string): void {
  if (body === null || body.size === body.bytes.length) return;
  const limit = `more than the ${body.bytes.length} that are recorded`;
  throw new UnusableRecordingError(`the body of ${what} has ${body.size} bytes, ${limit}`);
}
