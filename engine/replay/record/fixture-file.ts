import { existsSync, linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file that is being made: it gets its name when it is whole, and never takes that of another one. */
export class FixtureFile {
  /** Where it lies until then; the name has no ending of a fixture. */
  readonly temporary: string;

  /** @throws the file system's error */
  constructor(
    readonly directory: string,
    readonly name: string,
    text: string,
  ) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.temporary = join(directory, `.${name}.${process.pid}.tmp`);
    try {
      writeFileSync(this.temporary, text, { mode: 0o600 });
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** Gives the file the first free name `<name>-<number>.<ending>`. @returns its path */
  keep(ending: string): string {
    try {
      for (let number = 1; ; number++) {
        const path = join(this.directory, `${this.name}-${number}.${ending}`);
        if (!existsSync(path) && this.#take(path)) return path;
      }
    } finally {
      this.discard();
    }
  }

  /** Removes it. */
  discard(): void {
    rmSync(this.temporary, { force: true });
  }

  /** @returns false when another process has just taken the name */
  #take(path: string): boolean {
    try {
      linkSync(this.temporary, path);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      // Some file systems have no links.
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
      renameSync(this.temporary, path);
      return true;
    }
  }
}
