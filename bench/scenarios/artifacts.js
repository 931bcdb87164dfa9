/** Writing the artifacts of a scenario into the folder that a contestant serves. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The artifacts that are kept in a folder, with `@backend@` and `@tokens@` replaced by host and port.
 * @param {URL} folder
 * @returns {(surroundings: import('./contestants.js').Surroundings) => void}
 */
export function kept(folder) {
  const from = fileURLToPath(folder);
  return (surroundings) => {
    for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      writeArtifact(surroundings.folder, relative(from, file), readFileSync(file, 'utf8'), surroundings);
    }
  };
}

/** Writes one artifact. @param {string} file below the folder */
export function writeArtifact(folder, file, text, { backend, tokens } = {}) {
  const target = join(folder, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(
    target,
    text.replaceAll('@backend@', `127.0.0.1:${backend}`).replaceAll('@tokens@', `127.0.0.1:${tokens}`),
  );
}
