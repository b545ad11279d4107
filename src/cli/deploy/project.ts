import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { SioError } from "../../errors.ts";
import { type Install, installs } from "./installs.ts";

/** A project as far as its deployment needs to know it. */
export interface Project {
  /** Its folder. */
  readonly folder: string;
  /** Its name, of letters, digits and dashes. */
  readonly name: string;
  /** How its packages are installed; `undefined` if it asks for none. */
  readonly install: Install | undefined;
  /** Whether it has a script that builds something. */
  readonly builds: boolean;
}

/** package.json, as far as it is looked into. */
interface Manifest {
  readonly name?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, unknown>>;
}

/**
 * Looks at a project.
 *
 * @throws SioError `config` if its package.json is no JSON, or does not ask for sio-serve
 */
export function readProject(folder: string): Project {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return { folder, name: nameFrom(basename(folder)), install: undefined, builds: false };
  const { name, scripts, dependencies } = readManifest(file);
  if (dependencies?.["sio-serve"] === undefined) {
    throw new SioError(
      "config",
      "The dependencies in package.json lack sio-serve, so that it would not be where the server runs.",
      {
        hint: "npm install sio-serve",
      },
    );
  }
  return {
    folder,
    name: nameFrom(typeof name === "string" ? name : basename(folder)),
    install: installs.find((install) => isInUse(install, folder)),
    builds: typeof scripts?.build === "string",
  };
}

function isInUse({ lock, sign = "" }: Install, folder: string): boolean {
  if (lock === undefined) return true;
  const file = join(folder, lock);
  return existsSync(file) && readFileSync(file, "utf8").includes(sign);
}

function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch (cause) {
    throw new SioError("config", `${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** As images, units and Kubernetes take it: RFC 1123. */
function nameFrom(text: string): string {
  const bare = text.replace(/^@[^/]*\//, "").toLowerCase();
  return (
    bare
      .replace(/[^a-z\d]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 50)
      .replace(/-$/, "") || "sio-app"
  );
}
