import { chmod, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { runUnprivileged } from "./nobody.ts";

const quick = ["--yes", "--no-install"];

test("a project is written, with its name and the commands that come next", async () => {
  await using home = await temporaryFolder();
  const { status, stdout } = await runCli(["init", "my-app", "--template", "chat", ...quick], { cwd: home.path });
  expect(status).toBe(0);
  expect(stdout.replaceAll(home.path, "HOME")).toMatchInlineSnapshot(`
    "✔ my-app is ready in HOME/my-app

      cd my-app
      npm install
      npm run dev

    "
  `);
  const files = await readdir(join(home.path, "my-app"));
  expect(files).toEqual(
    expect.arrayContaining([".env.example", ".gitignore", "handlers.ts", "public", "tsconfig.json"]),
  );
  expect(await manifestIn(home.path, "my-app")).toMatchObject({
    name: "my-app",
    dependencies: { "sio-serve": expect.stringMatching(/^\^\d/) },
  });
});

test("a path with spaces and letters from everywhere is a folder like any other", async () => {
  await using home = await temporaryFolder();
  const { status, stdout } = await runCli(["init", "Größe & 名前/Mein Café", ...quick], { cwd: home.path });
  expect(status).toBe(0);
  expect(stdout).toContain('cd "Größe & 名前/Mein Café"');
  expect(await manifestIn(home.path, "Größe & 名前/Mein Café")).toMatchObject({ name: "mein-cafe" });
});

test("without a folder it is the current one, with --js it is JavaScript, with --git a repository", async () => {
  await using home = await temporaryFolder();
  const { status, stdout } = await runCli(["init", "--js", "--git", ...quick], { cwd: home.path });
  expect(status).toBe(0);
  expect(stdout).toContain("  npm install\n  npm run dev\n  npm test\n");
  expect(await readdir(home.path)).toEqual(expect.arrayContaining([".git", "handlers.js", "handlers.test.js"]));
});

test("a template that is not there is answered with the nearest, and nothing is written", async () => {
  await using home = await temporaryFolder();
  const { status, stderr } = await runCli(["init", "my-app", "--template", "expres", ...quick], { cwd: home.path });
  expect(status).toBe(64);
  expect(stderr).toMatchInlineSnapshot(`
    "✖ There is no template "expres".
      → Did you mean express? There are minimal, chat, express, game, namespaces, typed.
    "
  `);
  expect(await readdir(home.path)).toEqual([]);
});

test("its help names every template", async () => {
  const { stdout } = await runCli(["init", "--help"]);
  for (const name of await readdir(new URL("../../templates", import.meta.url)))
    expect(stdout).toMatch(new RegExp(`\\b${name}\\b`));
});

test.each([
  ["My App", "must not have capital letters", "my-app"],
  [".hidden", "must not begin with a dot, a hyphen or an underscore", "hidden"],
  ["café", "may have only letters from a to z, digits, hyphens, dots and underscores", "cafe"],
  ["fs", "is that of a module of Node.js", "fs-app"],
  ["x".repeat(215), "must be 214 characters long at most", "x".repeat(200)],
])("the name %s is refused as npm would, with one that it takes", async (name, why, better) => {
  await using home = await temporaryFolder();
  const { status, stderr } = await runCli(["init", "app", "--name", name, ...quick], { cwd: home.path });
  expect(status).toBe(64);
  expect(stderr).toBe(`✖ npm refuses the name "${name}": it ${why}.\n  → --name ${better}\n`);
  expect(await readdir(home.path)).toEqual([]);
});

test("a folder with files is refused, and what would be overwritten is listed", async () => {
  await using home = await temporaryFolder({ "app/handlers.ts": "mine", "app/notes.txt": "mine" });
  const { status, stderr } = await runCli(["init", "app", ...quick], { cwd: home.path });
  expect(status).toBe(64);
  expect(stderr.replaceAll(home.path, "HOME")).toMatchInlineSnapshot(`
    "✖ HOME/app is not empty. It would overwrite:
        handlers.ts
      → Name another folder: sio-serve init my-app. Or --merge keeps every file and adds what is missing, --force overwrites these.
    "
  `);
  expect((await readdir(join(home.path, "app"))).sort()).toEqual(["handlers.ts", "notes.txt"]);
});

test("--merge keeps every file and adds what is missing, in package.json too", async () => {
  const mine = { name: "mine", scripts: { test: "my own" }, dependencies: { left: "1.0.0" } };
  await using home = await temporaryFolder({ "handlers.ts": "mine", "package.json": JSON.stringify(mine) });
  const { status } = await runCli(["init", "--merge", ...quick], { cwd: home.path });
  expect(status).toBe(0);
  expect(await readFile(join(home.path, "handlers.ts"), "utf8")).toBe("mine");
  expect(await readdir(home.path)).toContain("sio.config.ts");
  expect(await manifestIn(home.path)).toMatchObject({
    name: "mine",
    scripts: { test: "my own", dev: "sio dev --open" },
    dependencies: { left: "1.0.0", "sio-serve": expect.any(String) },
  });
});

test("--force overwrites what the template has too, and leaves the rest", async () => {
  await using home = await temporaryFolder({ "handlers.ts": "mine", "notes.txt": "mine" });
  const { status } = await runCli(["init", "--force", ...quick], { cwd: home.path });
  expect(status).toBe(0);
  expect(await readFile(join(home.path, "handlers.ts"), "utf8")).toContain("sio-serve");
  expect(await readFile(join(home.path, "notes.txt"), "utf8")).toBe("mine");
});

test("--merge and --force exclude each other", async () => {
  await using home = await temporaryFolder();
  const { status, stderr } = await runCli(["init", "--merge", "--force", ...quick], { cwd: home.path });
  expect(status).toBe(64);
  expect(stderr).toContain("Give one of the two.");
});

test("a file in the folder's place is named", async () => {
  await using home = await temporaryFolder({ app: "a file" });
  for (const dir of ["app", "app/inner"]) {
    const { status, stderr } = await runCli(["init", dir, ...quick], { cwd: home.path });
    expect(status).toBe(64);
    expect(stderr).toBe(`✖ ${join(home.path, "app")} is a file, not a folder.\n`);
  }
});

test("a folder that may not be written to is named, and nothing is tried", async () => {
  await using home = await temporaryFolder({ "app/.git/HEAD": "" });
  const app = join(home.path, "app");
  await chmod(app, 0o555);
  const { status, stderr } = await runUnprivileged(["init", "app", ...quick], home.path);
  expect(status).toBe(69);
  expect(stderr).toContain(`Nothing can be written to ${app}: it is read-only for this user.`);
  expect(await readdir(app)).toEqual([".git"]);
});

async function manifestIn(...path: string[]): Promise<unknown> {
  return JSON.parse(await readFile(join(...path, "package.json"), "utf8"));
}
