import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FixtureProblem } from './read-fixture.js';

/** JSON that lies in folders of fixtures and is none. */
const OTHER_JSON = /^(apim|package(-lock)?|tsconfig.*|biome|known-gaps|disputed)\.json$/;
const OTHER_FOLDERS = new Set(['node_modules', 'dist', 'build']);

/**
 * The files of cases at the paths: a file as it is, from a folder every JSON file below it, in the order of names.
 * Paths that do not exist are problems.
 */
export function findFixtures(paths: readonly string[]): { files: string[]; problems: FixtureProblem[] } {
  const files = new Set<string>();
  const problems: FixtureProblem[] = [];
  for (const path of paths) {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) problems.push({ file: path, pointer: '', message: 'there is no such file or folder' });
    else if (!status.isDirectory()) files.add(path);
    else for (const file of jsonBelow(path)) files.add(file);
  }
  return { files: [...files], problems };
}

function jsonBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) return [];
    if (entry.isDirectory()) return OTHER_FOLDERS.has(entry.name) ? [] : jsonBelow(path);
    return entry.name.endsWith('.json') && !OTHER_JSON.test(entry.name) ? [path] : [];
  });
}
