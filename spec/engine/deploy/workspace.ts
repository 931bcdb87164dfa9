import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CompileOptions } from '../../../engine/compile/index.js';
import { type Deployment, type LoadOptions, loadDeployment } from '../../../engine/deploy/index.js';

/** The Synapse namespace, as attributes of a root element. */
export const ns = 'xmlns="http://ws.apache.org/ns/synapse"';

/** Compiles without mediators: sequences and resources are empty. */
export const noMediators: CompileOptions = { mediators: new Map() };

/** A folder of its own for a test. */
export class Workspace {
  readonly path = mkdtempSync(join(tmpdir(), 'mediant-spec-'));
  #time = Date.UTC(2020, 0, 1);

  /** Writes a file; each write has a time of its own, long ago, so that nothing counts as just written. */
  write(name: string, content: string | Buffer, modified = (this.#time += 1000)): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, modified / 1000, modified / 1000);
    return file;
  }

  remove(name: string): void {
    rmSync(join(this.path, name), { recursive: true });
  }

  load(options: Partial<LoadOptions> = {}): Deployment {
    return loadDeployment({ compile: noMediators, paths: [this.path], ...options });
  }

  clear(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** An API of one empty resource. */
export function api(name: string, context = `/${name}`): string {
  return `<api ${ns} name="${name}" context="${context}"><resource><inSequence/></resource></api>`;
}

/** An empty sequence. */
export function sequence(name: string): string {
  return `<sequence ${ns} name="${name}"/>`;
}

/** Codes of a deployment's findings with the end of their file names, without those of the standard sequences. */
export function codes(deployment: Deployment): string[] {
  return deployment.findings
    .filter(({ file }) => !file.startsWith('standard/'))
    .map(({ code, file }) => `${code} ${file.split('/').at(-1)}`)
    .sort();
}

/** Full names of the APIs that serve. */
export function apis(deployment: Deployment): string[] {
  return deployment.snapshot.apis.map(({ fullName }) => fullName).sort();
}
