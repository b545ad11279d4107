import { expect, test } from "vitest";
import { runCli } from "../_support/cli.ts";
import { project } from "./project.ts";

test("sio config prints the settings of the folder it is run in", async () => {
  const cwd = await project({
    "sio.config.ts": 'export default { port: 81, cors: "*" as const };',
    ".env": "SIO_PORT=82",
  });
  const { status, stdout, stderr } = await runCli(["config", "--host", "localhost", "--json"], { cwd });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    host: { value: "localhost", origin: "--host" },
    port: { value: 82, origin: "SIO_PORT in .env (line 1)" },
    cors: { value: "*", origin: "cors in sio.config.ts (line 1)" },
  });
});

test("wrong settings of every source are told at once, and nothing starts", async () => {
  const cwd = await project({
    "handlers.ts": 'throw new Error("the handlers were loaded");',
    "sio.config.json": '{\n  "transports": ["pigeon"],\n  "prot": 1\n}',
    ".env": "SIO_QUIET=perhaps",
  });
  const { status, stdout, stderr } = await runCli(["handlers.ts", "--port", "99999"], { cwd, env: { SIO_PATH: "x" } });
  expect({ status, stdout }).toEqual({ status: 78, stdout: "" });
  expect(stderr).toMatchInlineSnapshot(`
    "✖ 5 settings are wrong.
      --port must be a whole number from 0 to 65535, or auto, not "99999".
      SIO_PATH must be a path that begins with "/", not "x".
      transports in sio.config.json (line 2) must be at least one of polling, websocket, not ["pigeon"].
      SIO_QUIET in .env (line 1) must be true or false, not "perhaps".
      prot in sio.config.json (line 3) is not a setting. Did you mean "port"?
    "
  `);
});

test("a config file that throws is shown with its place, without a stack", async () => {
  const cwd = await project({ "sio.config.ts": 'interface A {}\n\nthrow new Error("no database");\n' });
  const { status, stderr } = await runCli(["handlers.ts"], { cwd });
  expect(status).toBe(78);
  expect(stderr).toMatchInlineSnapshot(`
    "✖ sio.config.ts:3:7: Error: no database
      1 | interface A {}
      2 |
    > 3 | throw new Error("no database");
        |       ^
      4 |
    "
  `);
});

test("a config file that cannot be parsed is shown with its place", async () => {
  const cwd = await project({ "sio.config.json": '{\n  "port": 80,\n  oops\n}' });
  const { status, stderr } = await runCli(["config"], { cwd });
  expect(status).toBe(78);
  expect(stderr).toMatchInlineSnapshot(`
    "✖ sio.config.json:3: This is not valid JSON.
      1 | {
      2 |   "port": 80,
    > 3 |   oops
        |   ^
      4 | }
    "
  `);
});

test("a config file that does not exist ends with the status of a missing input", async () => {
  const { status, stderr } = await runCli(["config", "--config", "missing.ts"], { cwd: await project() });
  expect(status).toBe(66);
  expect(stderr).toContain("The config file missing.ts does not exist.");
});

test("an unknown flag names the nearest one", async () => {
  const { status, stderr } = await runCli(["handlers.ts", "--prot", "80"], { cwd: await project() });
  expect(status).toBe(64);
  expect(stderr).toContain("--prot");
  expect(stderr).toContain("--port");
});
