import { expect, test } from "vitest";
import { runCli } from "../../_support/cli.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { answering, expectVersion, patient, watched, watching } from "./project.ts";

test("a broken save is told once with its place, the old handlers serve on, and the next good save recovers", async () => {
  await using project = await watched({ "h.ts": answering(1) });
  const client = await project.client();
  await project.write("h.ts", `${answering(2)}on("x", () => {\n`);
  await expect
    .poll(project.reloads, patient)
    .toEqual(["Not loaded, what was in force serves on: h.ts:4:1: Expected `}` but found `EOF`"]);
  expect(project.server.output()).toContain('> 3 | on("x", () => {'.replace("> 3", "  3"));
  await expectVersion(client, 1);
  await project.write("h.ts", answering(3));
  await expectVersion(client, 3);
  expect(project.reloads()).toEqual([expect.stringContaining("Not loaded"), "Reloaded h.ts, 1 client kept"]);
});

test.each([
  ["a missing import", 'import "./gone.ts";', 'Cannot find "./gone.ts"'],
  ["a throw at import", 'throw new Error("no database");', "no database"],
  ["a throw in the default export", 'export default () => { throw new Error("not today"); };', "not today"],
])("%s leaves the old handlers in force", async (_, text, message) => {
  await using project = await watched({ "h.ts": answering(1) });
  const client = await project.client();
  await project.write("h.ts", `${answering(2)}${text}\n`);
  await expect.poll(project.server.output, patient).toContain(message);
  await expectVersion(client, 1);
  await project.write("h.ts", answering(3));
  await expectVersion(client, 3);
  expect(client.connected).toBe(true);
});

test("a save that leaves nothing to serve is in force, with a warning", async () => {
  await using project = await watched({ "h.ts": answering(1) });
  await project.write("h.ts", "export const x = 1;\n");
  await expect.poll(project.server.output, patient).toContain("The handlers register nothing");
  expect(project.reloads()).toEqual(["Reloaded h.ts, 0 clients kept"]);
});

test("handlers that do not load at first are waited for", async () => {
  await using project = await watching({ "h.ts": "on(" }, "waiting for the next save");
  await project.write("h.ts", answering(1));
  await expect.poll(project.output, { timeout: 10_000 }).toMatch(/local +http/);
});

test("while they are waited for, Ctrl-C ends with status 0", async () => {
  await using project = await watching({ "h.ts": "on(" }, "waiting for the next save");
  expect(await project.stop("SIGINT")).toBe(0);
});

test("a mistake that no save can mend ends the command", async () => {
  await using folder = await temporaryFolder({ "h.ts": answering(1) });
  const { status, stderr } = await runCli(["dev", "missing.ts"], { cwd: folder.path });
  expect({ status, stderr }).toMatchObject({ status: 66, stderr: expect.stringContaining("missing.ts") });
});

test("--watch is refused in production, with the reason, unless somebody insists", async () => {
  await using folder = await temporaryFolder({ "h.ts": answering(1) });
  const options = { cwd: folder.path, env: { NODE_ENV: "production" } };
  const { status, stderr } = await runCli(["h.ts", "--watch"], options);
  expect(status).toBe(78);
  expect(stderr).toMatchInlineSnapshot(`
    "✖ Watching is for development: in production, a file that is saved by accident would be served at once.
        watch  true        --watch
        mode   production  NODE_ENV
      → Leave --watch out and reload with sio reload or SIGHUP, or insist with --allow-watch-in-production. [watch-production]
    "
  `);
  await using project = await watched(
    { "h.ts": answering(1) },
    { args: ["h.ts", "--allow-watch-in-production"], env: { NODE_ENV: "production" } },
  );
  const client = await project.client();
  await project.write("h.ts", answering(2));
  await expectVersion(client, 2);
});
