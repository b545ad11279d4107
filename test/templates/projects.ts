import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** The templates there are: a folder is one. */
export const templateNames = readdirSync(join(root, "templates"));

/** What a template can be had in. */
export const languages = ["ts", "js"] as const;

/** Every template in both languages, as `sio init` of the packed package writes it, installed. */
export interface Projects {
  folderOf(template: string, language: string): string;
  /** Runs a program of the project's own packages; rejects with what it printed if it fails. */
  run(folder: string, program: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Packs this package, installs it elsewhere, makes every project by its command, and installs all that they need at once. */
export async function makeProjects(): Promise<Projects> {
  const home = await mkdtemp(join(tmpdir(), "sio-templates-"));
  const env = ownEnvironment();
  // What is packed has been built before the tests began.
  const packed = await run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", home], {
    cwd: root,
    env,
  });
  await writeFile(join(home, "package.json"), JSON.stringify({ private: true }));
  const npm = (...args: string[]) =>
    run("npm", [...args, "--prefer-offline", "--no-audit", "--no-fund"], { cwd: home, env });
  await npm("install", `./${packed.stdout.trim()}`);
  const sio = join(home, "node_modules", "sio-serve", "bin", "sio.js");
  const folderOf = (template: string, language: string) => join(home, `${template} ${language}`);
  for (const template of templateNames) {
    for (const language of languages) {
      const flags = ["--yes", "--no-install", "--template", template, ...(language === "js" ? ["--js"] : [])];
      await run(process.execPath, [sio, "init", folderOf(template, language), ...flags], { cwd: home, env });
    }
  }
  // As workspaces they share one install, and its sio-serve is the packed one.
  const manifest = JSON.parse(await readFile(join(home, "package.json"), "utf8"));
  await writeFile(join(home, "package.json"), JSON.stringify({ ...manifest, workspaces: ["*"] }));
  await npm("install");
  return {
    folderOf,
    async run(folder, program, ...args) {
      const { stdout } = await run("npx", ["--no-install", program, ...args], { cwd: folder, env }).catch((error) => {
        throw new Error(`${program} failed in ${folder}:\n${error.stdout}${error.stderr}`);
      });
      return stdout;
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/** The environment without what `npm test` and Vitest have added to it. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_|VITEST|NODE_ENV$|TEST$|MODE$|DEV$|PROD$)/i;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), NO_COLOR: "1" };
}
