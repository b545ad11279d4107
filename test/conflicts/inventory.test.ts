import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Inventory } from "../../src/conflicts/inventory.ts";
import { layouts, writeProject } from "./project.ts";

const two = {
  manifest: { dependencies: { "socket.io": "^4.8.4", tool: "^1.0.0" } },
  installed: {
    "socket.io": "4.8.4",
    tool: { version: "1.0.0", dependencies: { "socket.io": "4.7.5" } },
    "tool/node_modules/socket.io": "4.7.5",
  },
};

describe("copies", () => {
  test.each(Object.entries(layouts))(
    "are all found in the layout of %s, the handlers' own first",
    async (_, layout) => {
      await using project = await writeProject(two, layout);
      expect(versions(project.inventory().installed("socket.io"))).toEqual(["4.8.4", "4.7.5"]);
    },
  );

  test.each(Object.entries(layouts))(
    "are those that code at a place would import, in the layout of %s",
    async (_, layout) => {
      await using project = await writeProject(two, layout);
      const inventory = project.inventory();
      expect(inventory.loaded("socket.io")?.version).toBe("4.8.4");
      expect(inventory.loaded("socket.io", inventory.loaded("tool"))?.version).toBe("4.7.5");
    },
  );

  test("of the server are the project's where their major version fits, else its own", async () => {
    await using fits = await writeProject({ installed: { "socket.io": "4.7.5" } });
    await using differs = await writeProject({ installed: { "socket.io": "3.1.2", ws: "7.0.0" } });
    expect(fits.inventory().serving("socket.io")?.version).toBe("4.7.5");
    expect(differs.inventory().serving("socket.io")?.version).toBe("4.8.4");
    expect(differs.inventory().serving("ws")?.version).toBe("8.21.3");
  });

  test("by two paths are one", async () => {
    await using project = await writeProject({ installed: { "socket.io": "4.8.4", "a/node_modules/b": "1.0.0" } });
    await symlink("../../socket.io", join(project.folder, "node_modules/a/node_modules/socket.io"));
    const copies = project.inventory().installed("socket.io");
    expect(copies.map(({ path }) => path)).toEqual(["node_modules/socket.io"]);
  });

  test("are not what stands under a name that is another's", async () => {
    await using project = await writeProject({
      manifest: { dependencies: { "socket.io": "npm:@fork/socket.io@^4" } },
      installed: { "socket.io": { name: "@fork/socket.io", version: "4.0.0" } },
    });
    const inventory = project.inventory();
    expect(inventory.installed("socket.io")).toEqual([]);
    expect(inventory.declared("socket.io")).toEqual([]);
  });

  test("of members of the workspace count too", async () => {
    await using project = await writeProject({
      manifest: { workspaces: ["packages/*", "!packages/left-out"] },
      files: {
        "packages/web/package.json": `{ "dependencies": { "socket.io-client": "^2.5.0" } }`,
        "packages/web/node_modules/socket.io-client/package.json": `{ "name": "socket.io-client", "version": "2.5.0" }`,
        "packages/left-out/package.json": `{ "dependencies": { "socket.io-client": "^1.0.0" } }`,
      },
    });
    const inventory = project.inventory();
    expect(inventory.declared("socket.io-client")).toEqual([
      { range: "^2.5.0", where: "packages/web/package.json dependencies", folder: "packages/web" },
    ]);
    expect(inventory.installed("socket.io-client").map(({ path, requiredBy }) => [path, requiredBy])).toEqual([
      ["packages/web/node_modules/socket.io-client", ["packages/web/package.json dependencies"]],
    ]);
    const [finding] = project.conflicts();
    expect(finding?.fixes[0]).toEqual({ change: { folder: "packages/web", add: ["socket.io-client@4"] } });
  });
});

describe("the project", () => {
  test("is where the handlers' package.json is, unless that only marks how files are read", async () => {
    await using project = await writeProject({
      files: { "src/package.json": `{ "type": "module" }`, "src/handlers.js": "" },
      config: { handlers: "src/handlers.js" },
    });
    expect(project.inventory().root).toBe(project.folder);
  });

  test.each([
    ["package-lock.json", "npm"],
    ["pnpm-lock.yaml", "pnpm"],
    ["yarn.lock", "yarn"],
    ["bun.lock", "bun"],
    ["bun.lockb", "bun"],
  ])("with %s is %s's", async (file, manager) => {
    await using project = await writeProject({ files: { [file]: "" } });
    expect(project.inventory().packageManager).toBe(manager);
  });

  test("says its package manager in package.json, whatever lies about", async () => {
    await using project = await writeProject({
      manifest: { packageManager: "yarn@4.5.0" },
      files: { "pnpm-lock.yaml": "" },
    });
    expect(project.inventory().packageManager).toBe("yarn");
  });

  test.each([
    ["npm, for all", { overrides: { ws: "7.5.10" } }],
    ["npm, for one that asks", { overrides: { "engine.io": { ws: "7.5.10" } } }],
    ["npm, for a version and below", { overrides: { "ws@^8": { ".": "7.5.10", other: "1" } } }],
    ["npm, by what is declared", { dependencies: { ws: "7.5.10" }, overrides: { ws: "$ws" } }],
    ["yarn", { resolutions: { "**/ws": "7.5.10" } }],
    ["yarn, for one that asks", { resolutions: { "engine.io/ws": "7.5.10" } }],
    ["yarn, for a range", { resolutions: { "ws@npm:~8.17.1": "7.5.10" } }],
    ["pnpm", { pnpm: { overrides: { "engine.io@6>ws@<9": "7.5.10" } } }],
  ])("forces a version by the words of %s", async (_, manifest) => {
    await using project = await writeProject({ manifest });
    expect(
      project
        .inventory()
        .forced("ws")
        .map(({ range }) => range),
    ).toEqual(["7.5.10"]);
  });

  test("forces versions and has members by pnpm-workspace.yaml", async () => {
    const yaml = `packages:\n  - "apps/*" # all\n  - '!apps/old'\n\noverrides:\n  "ws": 7.5.10\n  '@a/b>c': ^1.0.0\n`;
    await using project = await writeProject({
      files: {
        "pnpm-workspace.yaml": yaml,
        "apps/web/package.json": `{ "dependencies": { "a": "1" } }`,
        "apps/old/package.json": "{}",
      },
    });
    const inventory = project.inventory();
    expect(inventory.forced("ws")).toEqual([
      { name: "ws", range: "7.5.10", where: "pnpm-workspace.yaml overrides", folder: "." },
    ]);
    expect(inventory.forced("c")).toHaveLength(1);
    expect(inventory.declared("a").map(({ folder }) => folder)).toEqual(["apps/web"]);
  });
});

describe("who asks for a copy", () => {
  const installed = { "engine.io": "6.6.12", host: "1.0.0" };

  test.each(Object.entries(locks()))("is read from %s", async (file, text) => {
    await using project = await writeProject({ installed, files: { [file.split(" ")[0] ?? ""]: text } });
    const inventory = project.inventory();
    expect(inventory.installed("engine.io")[0]?.requiredBy).toEqual(["socket.io"]);
    expect(inventory.unread).toEqual([]);
  });

  test("is asked of the packages themselves where there is no lock file", async () => {
    await using project = await writeProject({
      installed: {
        "engine.io": "6.6.12",
        "@scope/host": { version: "1.0.0", dependencies: { "engine.io": "^6.0.0" } },
      },
    });
    expect(project.inventory().installed("engine.io")[0]?.requiredBy).toEqual(["@scope/host"]);
  });
});

describe("what cannot be read is a sentence, never a throw", () => {
  test.each<readonly [string, (folder: string) => Promise<unknown>, string]>([
    [
      "a broken package.json",
      (folder) => writeFile(join(folder, "package.json"), "{"),
      "package.json is not valid JSON.",
    ],
    [
      "a package.json that is a list",
      (folder) => writeFile(join(folder, "package.json"), "[]"),
      "package.json holds no object.",
    ],
    [
      "a package.json that is a folder",
      (folder) => replace(folder, "package.json", (path) => mkdir(path)),
      "package.json cannot be read (it is a folder).",
    ],
    [
      "a package.json that links to itself",
      (folder) => replace(folder, "package.json", (path) => symlink("package.json", path)),
      "package.json cannot be read (its symbolic links lead round in a circle).",
    ],
    [
      "a node_modules that is a file",
      (folder) => replace(folder, "node_modules", (path) => writeFile(path, "")),
      "node_modules is a file and no folder.",
    ],
    [
      "a package that is broken",
      (folder) => write(join(folder, "node_modules/socket.io/package.json"), "{"),
      "node_modules/socket.io/package.json is not valid JSON.",
    ],
    [
      "a lock file that is too large",
      (folder) => write(join(folder, "package-lock.json"), " ".repeat(21_000_000)),
      "package-lock.json is too large to be read (21 MB), so that who asks for a package is not shown.",
    ],
    [
      "a broken lock file",
      (folder) => write(join(folder, "package-lock.json"), "{"),
      "package-lock.json is broken, so that who asks for a package is not shown.",
    ],
    [
      "a lock file for bun alone",
      (folder) => write(join(folder, "bun.lockb"), ""),
      "bun.lockb cannot be read without its package manager, so that who asks for a package is not shown.",
    ],
    [
      "packages in archives",
      (folder) => write(join(folder, ".pnp.cjs"), ""),
      "Yarn keeps the packages in archives (Plug'n'Play), which are not read.",
    ],
  ])("%s", async (_, spoil, sentence) => {
    await using project = await writeProject({ installed: { socketio: "1.0.0", "engine.io": "3.6.2" } });
    await spoil(project.folder);
    const inventory = project.inventory();
    lookAtAll(inventory);
    expect(inventory.unread).toContain(sentence);
    project.conflicts();
  });

  test("folders that link to each other are gone through once", async () => {
    await using project = await writeProject({ installed: { "socket.io": "4.8.4", "a/node_modules/b": "1.0.0" } });
    const modules = join(project.folder, "node_modules");
    await symlink("../..", join(modules, "a/node_modules/up"));
    await symlink("self", join(modules, "self"));
    await symlink("../../../node_modules", join(modules, "a/node_modules/b/node_modules"));
    expect(project.inventory().installed("socket.io")).toHaveLength(1);
  });

  test("handlers that do not exist leave the project as it is", async () => {
    await using project = await writeProject({ config: { handlers: "nowhere/handlers.js" } });
    expect(project.inventory().root).toBe(project.folder);
    expect(project.inventory().handlers).toEqual([]);
  });
});

function lookAtAll(inventory: Inventory): void {
  for (const name of ["socket.io", "engine.io", "socketio"]) {
    inventory.declared(name);
    for (const { requiredBy } of inventory.installed(name)) expect(requiredBy).toBeInstanceOf(Array);
  }
}

function versions(copies: readonly { readonly version: string }[]): readonly string[] {
  return copies.map(({ version }) => version);
}

async function replace(folder: string, name: string, make: (path: string) => Promise<unknown>): Promise<void> {
  await rm(join(folder, name), { recursive: true });
  await make(join(folder, name));
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** The same in every language: socket.io asks for this engine.io, and "other" for another. */
function locks(): Record<string, string> {
  return {
    "package-lock.json version 3": JSON.stringify({
      lockfileVersion: 3,
      packages: {
        "": { dependencies: { "socket.io": "^4.8.4" } },
        "node_modules/socket.io": { version: "4.8.4", dependencies: { "engine.io": "~6.6.0" } },
        "node_modules/engine.io": { version: "6.6.12" },
        "node_modules/other": { version: "1.0.0", dependencies: { "engine.io": "^3.0.0" } },
        "node_modules/other/node_modules/engine.io": { version: "3.6.2" },
      },
    }),
    "npm-shrinkwrap.json version 1": JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        "socket.io": { version: "4.8.4", requires: { "engine.io": "~6.6.0" } },
        "engine.io": { version: "6.6.12" },
        other: {
          version: "1.0.0",
          requires: { "engine.io": "^3.0.0" },
          dependencies: { "engine.io": { version: "3.6.2" } },
        },
      },
    }),
    "yarn.lock version 1": `# yarn lockfile v1


"engine.io@^3.0.0":
  version "3.6.2"

engine.io@~6.6.0, "engine.io@^6.1.0":
  version "6.6.12"
  dependencies:
    ws "~8.21.0"

other@^1.0.0:
  version "1.0.0"
  dependencies:
    engine.io "^3.0.0"

socket.io@^4.8.4:
  version "4.8.4"
  dependencies:
    "@types/cors" "^2.8.12"
    engine.io "~6.6.0"
`,
    "yarn.lock version 4": `__metadata:
  version: 8

"engine.io@npm:^3.0.0":
  version: 3.6.2
  resolution: "engine.io@npm:3.6.2"

"engine.io@npm:^6.1.0, engine.io@npm:~6.6.0":
  version: 6.6.12
  resolution: "engine.io@npm:6.6.12"

"other@npm:^1.0.0":
  version: 1.0.0
  dependencies:
    engine.io: "npm:^3.0.0"

"project@workspace:.":
  version: 0.0.0-use.local
  dependencies:
    engine.io: "npm:~6.6.0"

"socket.io@npm:^4.8.4":
  version: 4.8.4
  dependencies:
    "@types/cors": "npm:^2.8.12"
    engine.io: "npm:~6.6.0"
  checksum: 10c0/1
`,
    "pnpm-lock.yaml version 9": `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      engine.io:
        specifier: ^6.0.0
        version: 6.6.12

packages:

  engine.io@6.6.12:
    resolution: {integrity: sha512-1}

snapshots:

  engine.io@3.6.2: {}

  engine.io@6.6.12: {}

  other@1.0.0:
    dependencies:
      engine.io: 3.6.2

  socket.io@4.8.4(bufferutil@4.1.0):
    dependencies:
      '@types/cors': 2.8.12
      engine.io: 6.6.12(bufferutil@4.1.0)
    optionalDependencies:
      x: 1.0.0
`,
    "pnpm-lock.yaml version 5": `lockfileVersion: 5.4

packages:

  /engine.io/6.6.12:
    dev: false

  /other/1.0.0:
    dependencies:
      engine.io: 3.6.2
    dev: false

  /socket.io/4.8.4_bufferutil@4.1.0:
    dependencies:
      engine.io: 6.6.12_bufferutil@4.1.0
    dev: false
`,
    "bun.lock version 1": `{
  "lockfileVersion": 1,
  "packages": {
    "engine.io": ["engine.io@6.6.12", "", { "dependencies": { "ws": "~8.21.0", }, }, "sha512-1"],
    "other": ["other@1.0.0", "", { "dependencies": { "engine.io": "^3.0.0" } }, "sha512-2"],
    "other/engine.io": ["engine.io@3.6.2", "", {}, "sha512-3"],
    "socket.io": ["socket.io@4.8.4", "", { "dependencies": { "engine.io": "~6.6.0" } }, "sha512-4"],
  },
}
`,
  };
}
