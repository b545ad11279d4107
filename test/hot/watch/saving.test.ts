import { execFile } from "node:child_process";
import { mkdir, open, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { answering, expectVersion, patient, read, watched } from "./project.ts";

const run = promisify(execFile);

test("a save puts the new handlers in force, and clients stay connected", async () => {
  await using project = await watched({ "h.ts": answering(1) });
  const client = await project.client();
  await expectVersion(client, 1);
  await project.write("h.ts", answering(2));
  await expectVersion(client, 2);
  expect(client.connected).toBe(true);
  await expect.poll(project.reloads, patient).toEqual(["Reloaded h.ts, 1 client kept"]);
});

test("in JSON, a reload is one object", async () => {
  await using project = await watched({ "h.ts": answering(1) }, { args: ["h.ts", "--log-format", "json"] });
  const client = await project.client();
  await project.write("h.ts", answering(2));
  await expectVersion(client, 2);
  await expect.poll(project.server.output, patient).toContain("Reloaded");
  const line = project.server
    .output()
    .split("\n")
    .find((text) => text.includes("Reloaded"));
  expect(JSON.parse(line ?? "")).toMatchObject({ level: 30, changed: ["h.ts"], sockets: 1, ms: expect.any(Number) });
});

test("a save that changes nothing reloads nothing", async () => {
  await using project = await watched({ "h.ts": answering(1), "other.ts": "" });
  const client = await project.client();
  await project.write("h.ts", answering(2));
  await expectVersion(client, 2);
  await project.write("h.ts", answering(2));
  await project.writeBeside("h.ts", answering(2));
  await project.write("other.ts", "export {}");
  await project.write("h.ts", answering(3));
  await expectVersion(client, 3);
  await expect.poll(project.reloads, patient).toEqual(["Reloaded h.ts, 1 client kept", "Reloaded h.ts, 1 client kept"]);
});

test("an editor that renames a new file over the old one", async () => {
  await using project = await watched({ "h.ts": answering(1) });
  const client = await project.client();
  for (const version of [2, 3, 4]) {
    await project.writeBeside("h.ts", answering(version));
    await expectVersion(client, version);
  }
});

test("an editor that moves the old file away first", async () => {
  await using project = await watched({ "h.ts": answering(1) });
  const client = await project.client();
  const file = join(project.folder, "h.ts");
  await rename(file, `${file}~`);
  await project.write("h.ts", answering(2));
  await expectVersion(client, 2);
  expect(project.reloads()).toEqual(["Reloaded h.ts, 1 client kept"]);
});

test("an editor that truncates the file and then writes it", async () => {
  await using project = await watched({ "h.ts": answering(1) });
  const client = await project.client();
  const file = join(project.folder, "h.ts");
  await truncate(file);
  await client.emitWithAck("v");
  const handle = await open(file, "r+");
  for (const char of answering(2)) await handle.write(char);
  await handle.close();
  await expectVersion(client, 2);
  expect(project.reloads()).toEqual(["Reloaded h.ts, 1 client kept"]);
});

test("two saves in a row end with the second", async () => {
  await using project = await watched({ "h.ts": answering(1) });
  const client = await project.client();
  for (let version = 2; version < 40; version += 2) {
    await project.write("h.ts", answering(version));
    await project.write("h.ts", answering(version + 1));
    await expectVersion(client, version + 1);
  }
});

test("a file that is deleted is missed, and found when it comes back", async () => {
  await using project = await watched({
    "h.ts": 'import { on } from "sio-serve";\nimport { version } from "./lib/version.ts";\non("v", () => version);\n',
    "lib/version.ts": "export const version = 1;\n",
  });
  const client = await project.client();
  await rm(join(project.folder, "lib"), { recursive: true });
  await expect
    .poll(project.reloads, patient)
    .toEqual([
      expect.stringMatching(
        /^Not loaded, what was in force serves on: h\.ts:2:\d+: Cannot find "\.\/lib\/version\.ts"/,
      ),
    ]);
  await expectVersion(client, 1);
  await mkdir(join(project.folder, "lib"));
  await project.write("lib/version.ts", "export const version = 2;\n");
  await expectVersion(client, 2);
});

test("imports that are added are watched, and those that are removed are not", async () => {
  await using project = await watched({ "h.ts": answering(1), "lib/a.ts": "export const a = 2;\n" });
  const client = await project.client();
  await project.write("h.ts", 'import { on } from "sio-serve";\nimport { a } from "./lib/a.ts";\non("v", () => a);\n');
  await expectVersion(client, 2);
  await project.write("lib/a.ts", "export const a = 3;\n");
  await expectVersion(client, 3);
  await project.write("h.ts", answering(4));
  await expectVersion(client, 4);
  const before = project.reloads().length;
  await project.write("lib/a.ts", "export const a = 5;\n");
  await project.write("h.ts", answering(6));
  await expectVersion(client, 6);
  expect(project.reloads().slice(before)).toEqual(["Reloaded h.ts, 1 client kept"]);
});

test("an import that is written before its file", async () => {
  await using project = await watched({ "h.ts": answering(1) });
  const client = await project.client();
  await project.write("h.ts", 'import { on } from "sio-serve";\nimport { a } from "./new.ts";\non("v", () => a);\n');
  await expect.poll(project.reloads, patient).toHaveLength(1);
  await project.write("new.ts", "export const a = 2;\n");
  await expectVersion(client, 2);
});

test("a link is followed, also when it leads elsewhere", async () => {
  await using project = await watched(
    { "releases/1/h.ts": answering(1), "releases/2/h.ts": answering(2), "x.ts": answering(0) },
    { args: ["x.ts"] },
  );
  await symlink("releases/1", join(project.folder, "current"));
  await using linked = await watchedLink(project.folder);
  const client = await linked.client();
  await expectVersion(client, 1);
  await writeFile(join(project.folder, "releases/1/h.ts"), answering("1b"));
  await expectVersion(client, "1b");
  await symlink("releases/2", join(project.folder, "next"));
  await rename(join(project.folder, "next"), join(project.folder, "current"));
  await expectVersion(client, 2);
});

function watchedLink(folder: string) {
  return watched({}, { args: [join(folder, "current/h.ts")] });
}

test("a checkout of 500 files is one reload", async () => {
  const names = Array.from({ length: 500 }, (_, index) => `lib/m${index}.ts`);
  const sum = `import { on } from "sio-serve";
${names.map((name, index) => `import { n as n${index} } from "./${name}";`).join("\n")}
on("v", () => ${names.map((_, index) => `n${index}`).join(" + ")});\n`;
  const files = Object.fromEntries(names.map((name) => [name, "export const n = 1;\n"]));
  await using project = await watched({ "h.ts": sum, ...files });
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...args], { cwd: project.folder });
  const client = await project.client();
  await git("init", "--quiet", "--initial-branch", "one");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "one");
  await git("checkout", "--quiet", "-b", "two");
  for (const name of names) await project.write(name, "export const n = 2;\n");
  await expectVersion(client, 1_000);
  await git("commit", "--quiet", "--all", "--message", "two");
  const before = project.reloads().length;
  await git("checkout", "--quiet", "one");
  await expectVersion(client, 500);
  await expect
    .poll(() => project.reloads().slice(before), patient)
    .toEqual(["Reloaded lib/m0.ts, lib/m1.ts and 498 more, 1 client kept"]);
});

test("a folder of handlers: a file that is added is a namespace, until it is deleted", async () => {
  await using project = await watched({ "handlers/index.ts": answering(1) }, { args: ["handlers"] });
  const client = await project.client();
  await project.write("handlers/admin.ts", answering("admin"));
  await expect.poll(project.reloads, patient).not.toEqual([]);
  const admin = client.io.socket("/admin");
  await expectVersion(admin, "admin");
  const before = project.reloads().length;
  await rm(join(project.folder, "handlers/admin.ts"));
  await expect.poll(() => project.reloads().length, patient).toBeGreaterThan(before);
  await expectVersion(client, 1);
});

test("files that are included are watched, and those that are ignored are not", async () => {
  const handlers = `import { readFileSync } from "node:fs";
import { on } from "sio-serve";
import "./generated/noise.ts";
const version = readFileSync("data/version.txt", "utf8");
on("v", () => version);\n`;
  await using project = await watched(
    { "h.ts": handlers, "data/version.txt": "one", "generated/noise.ts": "" },
    { args: ["h.ts", "--watch-include", "data/**/*.txt", "--watch-ignore", "generated"] },
  );
  const client = await project.client();
  await project.write("generated/noise.ts", "throw new Error('never loaded');");
  await project.write("data/version.txt", "two");
  await expect.poll(project.reloads, patient).toHaveLength(1);
  expect(await read(project.folder, "data/version.txt")).toBe("two");
  await project.write("generated/noise.ts", "");
  await project.write("data/version.txt", "three");
  await expectVersion(client, "three");
});
