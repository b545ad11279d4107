import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Everything that was put into a folder, and the way back. */
export class Written {
  readonly #undo: (() => void)[] = [];

  /** Writes files by relative path. If one cannot be written, those before it are undone. */
  write(folder: string, files: ReadonlyMap<string, Buffer>): void {
    try {
      this.#makeFolder(folder);
      for (const [path, bytes] of files) this.#writeFile(join(folder, path), bytes);
    } catch (error) {
      this.undo();
      throw error;
    }
  }

  /** Something that a program is about to make here, such as `node_modules`. What is there already is none of ours. */
  expect(path: string): void {
    if (!existsSync(path)) this.#undo.push(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  }

  /** Takes everything back, the last first: new files and folders go, overwritten files are what they were. */
  undo(): void {
    for (let step = this.#undo.pop(); step; step = this.#undo.pop()) step();
  }

  #makeFolder(folder: string): void {
    if (existsSync(folder)) return;
    this.#makeFolder(dirname(folder));
    mkdirSync(folder);
    this.#undo.push(() => removeIfEmpty(folder));
  }

  #writeFile(file: string, bytes: Buffer): void {
    this.#makeFolder(dirname(file));
    const before = existsSync(file) ? readFileSync(file) : undefined;
    this.#undo.push(() => (before ? writeFileSync(file, before) : rmSync(file, { force: true })));
    writeFileSync(file, bytes);
  }
}

/** Somebody else may have put a file there meanwhile. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  }
}
