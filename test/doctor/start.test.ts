import { expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { lookAlike, writeProject } from "./project.ts";

const serve = ["h.ts", "--port", "0"];

test("what is fatal is explained with its fix before the handlers are loaded, and ends with 78", async () => {
  await using project = await writeProject(lookAlike);
  const { status, stdout, stderr } = await runCli(serve, { cwd: project.path });
  expect(status).toBe(78);
  expect(stdout).toBe("");
  expect(stderr).toMatchInlineSnapshot(`
    "✖ A conflict keeps the server from starting.
    ✖ C21 fatal  socketio 1.0.0 is not Socket.IO
       node_modules/socketio 1.0.0 ← package.json dependencies
       Importing it starts a server with Express and Socket.IO 1 on port 3000.
       Fix: npm rm socketio && npm i socket.io@4
      → sio doctor tells more. To start all the same: --force, or --doctor-ignore C21
    "
  `);
});

test("everything that is fatal is told at once, and counted", async () => {
  await using project = await writeProject({
    manifest: { dependencies: { socketio: "1", "socket-io": "1" } },
    packages: { socketio: "1.0.0", "socket-io": "1.0.0" },
  });
  const { status, stderr } = await runCli(serve, { cwd: project.path });
  expect(status).toBe(78);
  expect(stderr).toContain("✖ 2 conflicts keep the server from starting.\n");
  expect(stderr).toContain("✖ C21 fatal");
  expect(stderr).toContain("✖ C22 fatal");
  expect(stderr).toContain("--doctor-ignore C21,C22\n");
});

test("--force starts, and says once in spite of what", async () => {
  await using project = await writeProject(lookAlike);
  await using server = await startCli([...serve, "--force"], { cwd: project.path });
  expect(linesWith("C21", server.output())).toEqual([
    expect.stringMatching(/^warn +Goes on in spite of \(--force\): .*\[C21\]$/),
  ]);
});

test.each([
  ["a flag", ["--doctor-ignore", "C21,C22"], {}, "--doctor-ignore"],
  ["a variable", [], { SIO_DOCTOR_IGNORE: "C21" }, "SIO_DOCTOR_IGNORE"],
  ["a config file", ["--config", "ignoring.json"], {}, "doctorIgnore in ignoring.json (line 2)"],
] as const)("a conflict can be ignored with %s, and that is said once", async (_, flags, env, origin) => {
  const files = { "ignoring.json": '{\n  "doctorIgnore": ["C21"]\n}\n' };
  await using project = await writeProject({ ...lookAlike, files });
  await using server = await startCli([...serve, ...flags], { cwd: project.path, env });
  const lines = linesWith("C21", server.output());
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`Ignored (${origin}): `);
});

test("an id that does not exist is an error that names the nearest", async () => {
  await using project = await writeProject({});
  const { status, stderr } = await runCli([...serve, "--doctor-ignore", "D21"], { cwd: project.path });
  expect(status).toBe(78);
  expect(stderr).toBe('✖ --doctor-ignore names "D21", which is the id of no conflict.\n  → Did you mean C21?\n');
});

test("what is no id at all is an error of the settings", async () => {
  await using project = await writeProject({});
  const { status, stderr } = await runCli([...serve, "--doctor-ignore", "C21;C22"], { cwd: project.path });
  expect(status).toBe(78);
  expect(stderr).toBe('✖ --doctor-ignore must be ids of rules such as C09, not "C21;C22".\n');
});

test("a warning is one line of the log with its fix, and the server starts", async () => {
  await using project = await writeProject(warned);
  await using server = await startCli(serve, { cwd: project.path });
  expect(linesWith("C10", server.output())).toEqual([expect.stringMatching(/^warn +socket\.io-redis.*npm .*\[C10\]$/)]);
});

test("with --log-format json, a warning is one object", async () => {
  await using project = await writeProject(warned);
  await using server = await startCli([...serve, "--log-format", "json"], { cwd: project.path });
  const [line = "", ...others] = linesWith("C10", server.output());
  expect(others).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({ level: 40, msg: expect.stringContaining("[C10]") });
});

test("nothing found prints nothing, and neither does what is only worth knowing", async () => {
  await using project = await writeProject({
    manifest: { devDependencies: { "@types/socket.io": "^2.0.0" } },
    packages: { "@types/socket.io": "2.1.13" },
  });
  await using server = await startCli([...serve, "--quiet", "--log-format", "json"], { cwd: project.path });
  expect(server.output().split("\n").filter(Boolean)).toEqual([
    "handlers loaded",
    expect.stringContaining("Listening"),
  ]);
});

test.each<[string, Parameters<typeof writeProject>[0]]>([
  ["a package.json that is no JSON", { files: { "package.json": "{ nonsense" } }],
  ["a package.json that is a list", { files: { "package.json": "[]" } }],
  ["a package whose package.json is broken", { files: { "node_modules/socketio/package.json": "{" } }],
  ["node_modules that is a file", { files: { node_modules: "" } }],
])("%s does not keep the server from starting", async (_, bad) => {
  await using project = await writeProject(bad);
  await using server = await startCli(serve, { cwd: project.path });
  expect(await server.stop()).toBe(0);
});

/** The adapter of old, whose name is the only thing that is wrong with it. */
const warned = {
  manifest: { dependencies: { "socket.io-redis": "^6.1.1" } },
  packages: { "socket.io-redis": "6.1.1" },
};

/** The lines of a log with `words`, without their times. */
function linesWith(words: string, output: string): string[] {
  return output
    .split("\n")
    .filter((line) => line.includes(words))
    .map((line) => line.replace(/^[\d:]+ +/, ""));
}
