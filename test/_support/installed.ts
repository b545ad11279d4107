import { cp, mkdir, readdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type TemporaryFolder, temporaryFolder } from "./folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A project that has installed this package as npm would: with what is published of it, and with the packages that it needs. */
export interface InstalledProject extends TemporaryFolder {
  /** Takes a package away until the promise that `use` returns has settled. */
  without<Result>(name: string, use: () => Promise<Result>): Promise<Result>;
}

/** Makes a project with this package, and all others that are installed here, in its own `node_modules`. */
export async function installedProject(files: Readonly<Record<string, string>>): Promise<InstalledProject> {
  const folder = await temporaryFolder(files);
  const modules = join(folder.path, "node_modules");
  const here = join(root, "node_modules");
  const link = (name: string) => symlink(join(here, name), join(modules, name));
  await mkdir(modules);
  for (const name of await readdir(here)) {
    if (name.startsWith(".")) continue;
    if (!name.startsWith("@")) await link(name);
    else {
      await mkdir(join(modules, name));
      for (const inner of await readdir(join(here, name))) await link(`${name}/${inner}`);
    }
  }
  const { files: published } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { files: string[] };
  const own = join(modules, "sio-serve");
  for (const name of ["package.json", ...published.filter((one) => !one.startsWith("!"))]) {
    await cp(join(root, name), join(own, name), { recursive: true, filter: (path) => !path.endsWith(".map") });
  }
  return {
    ...folder,
    async without(name, use) {
      await rm(join(modules, name));
      try {
        return await use();
      } finally {
        await link(name);
      }
    },
  };
}
