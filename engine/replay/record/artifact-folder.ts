import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openRegistry } from '../../deploy/index.js';
import type { ArtifactPlan } from './artifact-plan.js';

/** The name of the folder for what goes beside a fixture: equal content, equal folder. Undefined: there is nothing. */
export function artifactFolderName({ files, registry }: ArtifactPlan): string | undefined {
  if (files.length === 0 && registry.length === 0) return undefined;
  const content = JSON.stringify([files, registry]);
  return `artifacts-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}

/**
 * Writes the folder unless it is there. It appears whole or not at all.
 * @param plan without secrets
 * @throws the file system's error
 */
export function writeArtifactFolder(directory: string, name: string, { files, registry }: ArtifactPlan): void {
  const folder = join(directory, name);
  if (existsSync(folder)) return;
  const temporary = join(directory, `.${name}.${process.pid}.tmp`);
  try {
    for (const { path, text } of files) {
      const file = join(temporary, path);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, text, { mode: 0o600 });
    }
    mkdirSync(temporary, { recursive: true, mode: 0o700 });
    // The registry's own writer knows its layout, and lets no path out of it.
    const writer = openRegistry([temporary], { persist: true });
    for (const { path, property, text } of registry) {
      if (property !== undefined) writer.putProperty(path, property, text);
      // A reader takes the last line end away.
      else writer.put(path, text.endsWith('\n') ? `${text}\n` : text);
    }
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // Another process that records into the same directory was faster.
    if (!existsSync(folder)) throw error;
  }
}
