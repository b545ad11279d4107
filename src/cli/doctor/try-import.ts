import { execFile } from "node:child_process";

/** A package that takes longer than this to load hangs. */
const patienceMs = 10_000;

const script = `import(process.argv[1]).then(
  () => process.exit(0),
  (error) => {
    require("fs").writeSync(2, "\\n" + String(error?.message ?? error).split("\\n")[0]);
    process.exit(1);
  },
)`;

/**
 * Imports a package by its name, as code in `folder` would, in a process of its own, since what is broken may take that with it. Resolves with
 * the reason why it does not load, or `undefined`.
 */
export function tryImport(name: string, folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: folder, timeout: patienceMs };
    execFile(process.execPath, ["-e", script, name], options, (error, _stdout, stderr) => {
      if (error === null) resolve(undefined);
      else if (error.killed) resolve(`nothing, even after ${patienceMs / 1_000} s.`);
      else resolve(stderr.trim().split("\n").at(-1) || `${error.signal ?? error.code}`);
    });
  });
}
