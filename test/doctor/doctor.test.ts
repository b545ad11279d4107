import { once } from "node:events";
import { symlink } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { JsonReport } from "../../src/cli/doctor/json.ts";
import { runCli } from "../_support/cli.ts";
import { lookAlike, writeProject } from "./project.ts";

/** A port that nobody else asks about, so that what the tests find does not depend on this machine. */
const doctor = ["doctor", "h.ts", "--port", "0"];

test("nothing found is one line and status 0, before what it was found on", async () => {
  await using project = await writeProject({});
  const quiet = await runCli([...doctor, "--quiet"], { cwd: project.path });
  expect(quiet).toEqual({
    status: 0,
    stderr: "",
    stdout: expect.stringMatching(/^No conflicts found \(advisories as of \d{4}-\d\d-\d\d\)\.\n$/),
  });
  const { stdout } = await runCli(doctor, { cwd: project.path });
  expect(stdout).toMatch(
    /^The server runs on\n {2}socket\.io +4\.\d+\.\d+ .* came with sio-serve: the project has none\n/,
  );
  expect(stdout).toContain("\nThe project and its machine\n  project     ., npm\n");
  for (const name of ["Node.js", "engines", "adapters", "address", "open files", "memory", "mode"]) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, "m"));
  }
});

test("a fatal conflict is shown whole, and the status is 1", async () => {
  await using project = await writeProject(lookAlike);
  const { status, stdout } = await runCli([...doctor, "--quiet"], { cwd: project.path });
  expect(status).toBe(1);
  expect(stdout.replace(/as of [\d-]+/, "as of DATE")).toMatchInlineSnapshot(`
    "✖ C21 fatal  socketio 1.0.0 is not Socket.IO
       node_modules/socketio 1.0.0 ← package.json dependencies
       Importing it starts a server with Express and Socket.IO 1 on port 3000.
       Fix: npm rm socketio && npm i socket.io@4

    1 fatal finding (advisories as of DATE). sio doctor --fix mends C21.
    "
  `);
});

test("the handlers may be left out, and none of their code is run", async () => {
  await using project = await writeProject({ files: { "h.ts": 'throw new Error("loaded");\n' } });
  for (const args of [["doctor"], ["doctor", "h.ts"]]) {
    const { status, stdout, stderr } = await runCli([...args, "--port", "0"], { cwd: project.path });
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).not.toContain("loaded");
  }
});

test("a warning fails with --strict alone", async () => {
  await using project = await writeProject({
    packages: { "socket.io-redis": "6.1.1" },
    manifest: { dependencies: { "socket.io-redis": "6" } },
  });
  expect((await runCli(doctor, { cwd: project.path })).status).toBe(0);
  expect((await runCli([...doctor, "--strict"], { cwd: project.path })).status).toBe(1);
});

test("what is ignored is listed, and does not fail", async () => {
  await using project = await writeProject(lookAlike);
  const { status, stdout } = await runCli([...doctor, "--doctor-ignore", "C21"], { cwd: project.path });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Ignored\n {2}C21 {2}fatal {2}.*socketio/m);
  expect(stdout).toContain("No conflicts found");
});

test("settings that exclude each other are findings with values and origins", async () => {
  await using project = await writeProject({ files: { ".env": "SIO_CORS=*\n" } });
  const args = [...doctor, "--cors-credentials", "--json"];
  const { status, stdout } = await runCli(args, { cwd: project.path });
  expect(status).toBe(1);
  expect(JSON.parse(stdout).findings).toEqual([
    expect.objectContaining({
      id: "cors-credentials",
      level: "fatal",
      where: ["cors * (SIO_CORS in .env (line 1))", "corsCredentials true (--cors-credentials)"],
    }),
  ]);
});

test("a wrong setting is told before anything is looked at", async () => {
  await using project = await writeProject(lookAlike);
  const { status, stdout, stderr } = await runCli([...doctor, "--ping-interval", "often"], { cwd: project.path });
  expect([status, stdout]).toEqual([78, ""]);
  expect(stderr).toContain("--ping-interval must be a time");
});

test("--json is one object of the documented form, and nothing else on stdout", async () => {
  await using project = await writeProject(lookAlike);
  const { status, stdout, stderr } = await runCli([...doctor, "--json"], { cwd: project.path });
  expect([status, stderr]).toEqual([1, ""]);
  const report: JsonReport = JSON.parse(stdout);
  expect(report).toEqual({
    version: 1,
    ok: false,
    root: project.path,
    packageManager: "npm",
    advisoriesAsOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    findings: [
      {
        id: "C21",
        level: "fatal",
        what: expect.stringContaining("socketio"),
        where: ["node_modules/socketio 1.0.0 ← package.json dependencies"],
        consequence: expect.any(String),
        fixes: expect.arrayContaining([
          expect.objectContaining({ command: expect.stringContaining("npm rm socketio"), safe: expect.any(Boolean) }),
        ]),
      },
    ],
    ignored: [],
    packages: expect.arrayContaining([
      { name: "socket.io", version: expect.stringMatching(/^4\./), path: expect.any(String), why: expect.any(String) },
    ]),
    environment: expect.arrayContaining([{ name: "Node.js", value: expect.stringContaining(process.versions.node) }]),
    unread: [],
  });
});

test("commands are those of the project's package manager", async () => {
  const files = { "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" };
  await using project = await writeProject({ ...lookAlike, files });
  const { stdout } = await runCli([...doctor, "--quiet"], { cwd: project.path });
  expect(stdout).toContain("Fix: pnpm rm socketio");
});

test("the copy in use is the project's own where its major fits", async () => {
  await using project = await writeProject({ packages: { "socket.io": "4.7.0" } });
  const { stdout } = await runCli([...doctor, "--json"], { cwd: project.path });
  expect(JSON.parse(stdout).packages[0]).toEqual({
    name: "socket.io",
    version: "4.7.0",
    path: "node_modules/socket.io",
    why: "the project's own",
  });
});

test("an adapter that does not load is a warning that quotes why", async () => {
  const name = "@socket.io/cluster-adapter";
  const files = { [`node_modules/${name}/index.js`]: 'throw new Error("no cluster here");\n' };
  await using project = await writeProject({ packages: { [name]: "0.3.0" }, files });
  const { stdout } = await runCli([...doctor, "--json"], { cwd: project.path });
  const { findings }: JsonReport = JSON.parse(stdout);
  expect(findings.find(({ id }) => id === "E03")).toMatchObject({
    level: "warning",
    what: `${name} cannot be imported`,
    where: [`node_modules/${name} 0.3.0`],
    consequence: expect.stringContaining("no cluster here"),
  });
});

test("a package that does not support this Node.js is a warning that names the range", async () => {
  const packages = { "socket.io": { version: "4.8.4", engines: { node: ">=99" } } };
  await using project = await writeProject({ packages });
  const { stdout } = await runCli([...doctor, "--json"], { cwd: project.path });
  const { findings }: JsonReport = JSON.parse(stdout);
  expect(findings.find(({ id }) => id === "E01")).toMatchObject({
    level: "warning",
    where: ["node_modules/socket.io 4.8.4 asks for Node.js >=99"],
  });
});

test("a port that is in use is said, with how to find out by whom", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  await using project = await writeProject({});
  const { status, stdout } = await runCli(["doctor", "--port", `${port}`], { cwd: project.path });
  other.close();
  expect(status).toBe(0);
  expect(stdout).toContain(`• E04 info  127.0.0.1:${port} is in use\n`);
  expect(stdout).toContain(`lsof -i :${port}`);
});

test("an address that this machine does not have fails with --strict", async () => {
  await using project = await writeProject({});
  const { status, stdout } = await runCli(["doctor", "--host", "192.0.2.1", "--strict"], { cwd: project.path });
  expect(status).toBe(1);
  expect(stdout).toContain("▲ E04 warning  192.0.2.1:5000 is no address of this machine");
});

test("production that packages do not know of is noted", async () => {
  await using project = await writeProject({});
  const args = [...doctor, "--mode", "production"];
  expect((await runCli(args, { cwd: project.path })).stdout).toContain("• E07 info");
  const told = await runCli(args, { cwd: project.path, env: { NODE_ENV: "production" } });
  expect(told.stdout).not.toContain("E07");
});

test.each<[string, Parameters<typeof writeProject>[0], string]>([
  ["a package.json that is no JSON", { files: { "package.json": "{ nonsense" } }, "package.json"],
  ["a package.json that holds no object", { files: { "package.json": "[]" } }, "package.json"],
  [
    "a package whose package.json is broken",
    { manifest: { dependencies: { redis: "5" } }, files: { "node_modules/socket.io/package.json": "{" } },
    "node_modules/socket.io/package.json",
  ],
])("%s is a line of the report", async (_, bad, name) => {
  await using project = await writeProject(bad);
  const { status, stdout, stderr } = await runCli(doctor, { cwd: project.path });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(new RegExp(`^Could not be read\\n(  .*\\n)*  .*${name}`, "m"));
});

test("node_modules that is a file is as good as none", async () => {
  await using project = await writeProject({ files: { node_modules: "" } });
  const { status, stdout, stderr } = await runCli([...doctor, "--quiet"], { cwd: project.path });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("No conflicts found");
});

test("links that lead in a circle are no trouble", async () => {
  await using project = await writeProject(lookAlike);
  await symlink("..", join(project.path, "node_modules/loop"));
  await symlink("itself", join(project.path, "node_modules/itself"));
  const { status, stdout } = await runCli([...doctor, "--json"], { cwd: project.path });
  expect(status).toBe(1);
  expect(JSON.parse(stdout).findings).toHaveLength(1);
});

test("a package whose package.json is a folder is a line of the report", async () => {
  const files = { "node_modules/socket.io/package.json/nested": "" };
  await using project = await writeProject({ files });
  const { status, stdout, stderr } = await runCli([...doctor, "--quiet"], { cwd: project.path });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^Could not be read\n(?: {2}.*\n)* {2}node_modules\/socket\.io\/package\.json /m);
});

test("node_modules that is a link to itself is as good as none", async () => {
  await using project = await writeProject({});
  await symlink("node_modules", join(project.path, "node_modules"));
  const { status, stderr } = await runCli([...doctor, "--quiet"], { cwd: project.path });
  expect([status, stderr]).toEqual([0, ""]);
});
