import { readdirSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isArtifactName, type Layout } from './layout.js';

/** A file that belongs to the deployment. */
export interface ListedFile {
  readonly path: string;
  /** Root element that it must have; undefined = any artifact. */
  readonly root: string | undefined;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Changes when the file's content was replaced. */
  readonly signature: string;
}

interface FileStatus {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  isFile(): boolean;
}

/** What a walk wants to know: the sorted names in a folder, or the status of files. What is not there is undefined. */
type Question = { readonly names: string } | { readonly status: readonly string[] };
type Reply = string[] | undefined | (FileStatus | undefined)[];

/** Lists a deployment at once: for the start, before anything is served. */
export function listNow(layout: Layout): readonly ListedFile[] {
  const walk = listing(layout);
  let step = walk.next();
  while (!step.done) step = walk.next(askNow(step.value));
  return step.value;
}

function askNow(question: Question): Reply {
  if ('status' in question) return question.status.map((path) => statSync(path, { throwIfNoEntry: false }));
  try {
    return readdirSync(question.names).sort();
  } catch {
    return undefined;
  }
}

/** Lists a deployment without holding up requests that are being served. */
export async function listLater(layout: Layout): Promise<readonly ListedFile[]> {
  const walk = listing(layout);
  let step = walk.next();
  while (!step.done) step = walk.next(await askLater(step.value));
  return step.value;
}

function askLater(question: Question): Promise<Reply> {
  if ('status' in question) return Promise.all(question.status.map((path) => stat(path).catch(() => undefined)));
  return readdir(question.names).then(
    (names) => names.sort(),
    () => undefined,
  );
}

/** The walk itself; it asks and gets what it needs, now or later. */
function* listing(layout: Layout): Generator<Question, readonly ListedFile[], Reply> {
  const artifacts: ListedFile[] = [];
  artifacts.push(...(yield* files(layout.files, undefined)));
  for (const { path, root } of layout.folders) {
    const names = (yield { names: path }) as string[] | undefined;
    if (!names) continue;
    const paths = names.filter(isArtifactName).map((name) => join(path, name));
    artifacts.push(...(yield* files(paths, root)));
  }
  return artifacts;
}

function* files(paths: readonly string[], root: string | undefined): Generator<Question, ListedFile[], Reply> {
  if (paths.length === 0) return [];
  const found = (yield { status: paths }) as (FileStatus | undefined)[];
  return paths.flatMap((path, index) => {
    const status = found[index];
    return status?.isFile() ? [listed(path, root, status)] : [];
  });
}

function listed(path: string, root: string | undefined, { size, mtimeMs, ino }: FileStatus): ListedFile {
  return { path, root, size, modified: mtimeMs, signature: `${ino}:${size}:${mtimeMs}` };
}
