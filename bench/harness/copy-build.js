/** The build that is measured: a copy, so that a compiler at work in the project does not change it in the middle of a run. */
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The times of files tell whether the bundle is of this build. */
const keeping = { recursive: true, preserveTimestamps: true };

const project = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Copies a build into a folder of its own, where it finds the project's packages.
 * @param {string} dist folder of the build
 * @param {string} folder that is not there yet
 * @returns {string} where the copy is; the given folder when it holds no build
 */
export function copyBuild(dist, folder) {
  if (!existsSync(join(dist, 'engine'))) return dist;
  mkdirSync(folder);
  for (const name of ['package.json', 'node_modules', 'sequences'])
    symlinkSync(join(project, name), join(folder, name));
  for (const name of ['bundle', 'engine', 'mediators', 'examples']) {
    if (existsSync(join(dist, name))) cpSync(join(dist, name), join(folder, 'dist', name), keeping);
  }
  return join(folder, 'dist');
}
