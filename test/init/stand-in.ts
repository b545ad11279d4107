import { chmod, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Writes programs (shell scripts by name) into a folder, and gives a PATH in which they come first. */
export async function pathWith(folder: string, programs: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return [folder, process.env.PATH].join(delimiter);
}
