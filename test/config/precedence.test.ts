import { expect, test } from "vitest";
import { project, runConfig, setting } from "./project.ts";

/** Every source of one setting, weakest first, and what it is called as an origin. */
const sources = [
  { files: { "sio.config.json": '{\n  "port": 1\n}' }, value: 1, origin: "port in sio.config.json (line 2)" },
  { files: { ".env": "A=b\nSIO_PORT=2" }, value: 2, origin: "SIO_PORT in .env (line 2)" },
  { files: { ".env.local": "SIO_PORT=3" }, value: 3, origin: "SIO_PORT in .env.local (line 1)" },
  { files: { ".env.test": "SIO_PORT=4" }, value: 4, origin: "SIO_PORT in .env.test (line 1)" },
  { files: { ".env.test.local": "PORT=5" }, value: 5, origin: "PORT in .env.test.local (line 1)" },
  {
    files: { "more.env": "export SIO_PORT=6" },
    args: ["--env-file", "more.env"],
    value: 6,
    origin: "SIO_PORT in more.env (line 1)",
  },
  { env: { PORT: "7" }, value: 7, origin: "PORT" },
  { env: { SIO_PORT: "8" }, value: 8, origin: "SIO_PORT" },
  { args: ["--port", "9"], value: 9, origin: "--port" },
].map((source) => ({ files: {}, env: {}, args: [], ...source }));

const pairs = sources.flatMap((stronger, index) => sources.slice(0, index).map((weaker) => ({ weaker, stronger })));

test.each(pairs)("$stronger.origin is stronger than $weaker.origin", async ({ weaker, stronger }) => {
  const cwd = await project({ ...weaker.files, ...stronger.files });
  const env = { NODE_ENV: "test", ...weaker.env, ...stronger.env };
  const args = [...weaker.args, ...stronger.args];
  expect(await setting("port", { cwd, env, args })).toEqual({ value: stronger.value, origin: stronger.origin });
});

test("what no source gives is the default", async () => {
  expect(await setting("port", { cwd: await project() })).toEqual({ value: 5_000, origin: "default" });
});

test("an empty variable counts as not set", async () => {
  const cwd = await project({ ".env": "SIO_PORT=2" });
  expect(await setting("port", { cwd, env: { SIO_PORT: "", PORT: "" } })).toMatchObject({ value: 2 });
});

test.each([
  { args: ["--mode", "flag"], env: { SIO_MODE: "variable", NODE_ENV: "node" }, mode: "flag" },
  { args: [], env: { SIO_MODE: "variable", NODE_ENV: "node" }, mode: "variable" },
  { args: [], env: { NODE_ENV: "node" }, mode: "node" },
  { args: [], env: {}, mode: "development" },
])("the mode $mode chooses the .env files", async ({ args, env, mode }) => {
  const names = ["flag", "variable", "node", "development"];
  const cwd = await project(Object.fromEntries(names.map((name) => [`.env.${name}`, `SIO_HOST=${name}`])));
  expect(await setting("host", { cwd, args, env })).toMatchObject({ value: mode });
  expect(await setting("mode", { cwd, args, env })).toMatchObject({ value: mode });
});

test("an .env file does not change the mode that chose it", async () => {
  const cwd = await project({ ".env": "NODE_ENV=production\nSIO_MODE=production", ".env.production": "SIO_PORT=1" });
  expect(await setting("mode", { cwd })).toEqual({ value: "development", origin: "default" });
  expect(await setting("port", { cwd })).toMatchObject({ value: 5_000 });
  expect((await runConfig({ cwd })).stderr).toBe(
    "SIO_MODE in .env (line 2) comes too late and has no effect: it says which files are read.\n",
  );
});

test("--no-env-file reads no .env file", async () => {
  const cwd = await project({ ".env": "SIO_PORT=2" });
  expect(await setting("port", { cwd, args: ["--no-env-file"] })).toMatchObject({ value: 5_000 });
});

test("an env file that was asked for must exist", async () => {
  const run = runConfig({ cwd: await project(), args: ["--env-file", "missing.env"] });
  await expect(run).rejects.toMatchObject({ code: "input", message: "The env file missing.env does not exist." });
});

test("an .env file that cannot be read is an error", async () => {
  const run = runConfig({ cwd: await project({ ".env/inside": "" }) });
  await expect(run).rejects.toMatchObject({
    code: "config",
    message: expect.stringMatching(/^The env file \.env cannot be read: EISDIR/),
  });
});

test("an unknown SIO_ variable is only warned about, with the nearest name", async () => {
  const cwd = await project({ ".env": "SIO_HOTS=x" });
  const { stderr } = await runConfig({ cwd, env: { SIO_PROT: "1", SIO_SOMETHING_ELSE: "1", OTHER: "1" } });
  expect(stderr).toMatchInlineSnapshot(`
    "SIO_PROT is not a setting and has no effect. Did you mean SIO_PORT?
    SIO_SOMETHING_ELSE is not a setting and has no effect.
    SIO_HOTS in .env (line 1) is not a setting and has no effect. Did you mean SIO_HOST?
    "
  `);
});

test("paths in the environment, .env files and flags start at the working directory", async () => {
  const cwd = await project({
    ".env": "SIO_TLS_KEY=key.pem\nSIO_TLS_CERT=cert.pem",
    "more/x.env": "SIO_TLS_CA=ca.pem",
  });
  const run = { cwd, env: { SIO_STATIC: "public" }, args: ["my/handlers.ts", "--env-file", "more/x.env"] };
  expect(await setting("tlsKey", run)).toMatchObject({ value: `${cwd}/key.pem` });
  expect(await setting("tlsCa", run)).toMatchObject({ value: `${cwd}/ca.pem` });
  expect(await setting("static", run)).toMatchObject({ value: `${cwd}/public` });
  expect(await setting("handlers", run)).toEqual({ value: `${cwd}/my/handlers.ts`, origin: "handlers argument" });
});
