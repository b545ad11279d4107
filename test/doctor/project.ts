import { realpath } from "node:fs/promises";
import { type TemporaryFolder, temporaryFolder } from "../_support/folder.ts";

/** A project with packages that have nothing but a name and a version. */
export interface Project {
  /** The fields of its package.json. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** The version, or the fields of the package.json, of each package by its path below node_modules. */
  readonly packages?: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;
  readonly files?: Readonly<Record<string, string>>;
}

/** Handlers that say in the log when they are loaded. */
const handlers = `import { on } from "sio-serve";\nconsole.log("handlers loaded");\non("v", () => 1);\n`;

/** Writes a project whose handlers are `h.ts`; it is gone when the test is over. */
export async function writeProject({ manifest = {}, packages = {}, files = {} }: Project): Promise<TemporaryFolder> {
  const installed = Object.entries(packages).flatMap(([path, about]) => {
    const name = path.split("node_modules/").at(-1);
    const fields = typeof about === "string" ? { version: about } : about;
    const folder = `node_modules/${path}`;
    return [
      [`${folder}/package.json`, JSON.stringify({ name, ...fields })],
      [`${folder}/index.js`, "module.exports = {};\n"],
    ];
  });
  const folder = await temporaryFolder({
    ".git/HEAD": "",
    "h.ts": handlers,
    "package.json": JSON.stringify({ name: "project", private: true, ...manifest }),
    ...Object.fromEntries(installed),
    ...files,
  });
  return { ...folder, path: await realpath(folder.path) };
}

/** A package whose name is one letter off Socket.IO's: fatal. */
export const lookAlike: Project = {
  manifest: { dependencies: { socketio: "^1.0.0" } },
  packages: { socketio: "1.0.0" },
};
