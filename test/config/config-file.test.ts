import { expect, test } from "vitest";
import { configFileNames } from "../../src/config/config-place.ts";
import { project, runConfig, setting } from "./project.ts";

const contents: Readonly<Record<string, string>> = {
  ".ts":
    'import { defineConfig } from "sio-serve";\nconst port: number = 81;\nexport default defineConfig({\n  port,\n  path: "/x",\n});\n',
  ".mts": 'export default {\n  path: "/x" as string,\n};\n',
  ".js": 'module.exports = {\n  path: "/x",\n};\n',
  ".mjs": 'export default {\n  path: "/x",\n};\n',
  ".cjs": 'module.exports = {\n  path: "/x",\n};\n',
  ".json": '{\n  "path": "/x"\n}\n',
  ".yaml": "path: /x\n",
  ".yml": "path: /x\n",
  "": "path: /x\n",
};

function contentOf(name: string): string {
  if (name === "package.json") return '{ "name": "mine", "sio": { "path": "/x" } }';
  return contents[/(?<=.)\.[^.]+$/.exec(name)?.[0] ?? ""] ?? "";
}

test.each(configFileNames)("settings are read from %s", async (name) => {
  const cwd = await project({ [name]: contentOf(name) });
  const { value, origin } = await setting("path", { cwd });
  expect(value).toBe("/x");
  expect(origin).toContain(`path in ${name} (line`);
});

test.each(configFileNames.slice(1).map((weaker, index) => ({ stronger: configFileNames[index] ?? "", weaker })))(
  "$stronger is stronger than $weaker",
  async ({ stronger, weaker }) => {
    const cwd = await project({ [stronger]: contentOf(stronger), [weaker]: contentOf(weaker) });
    expect((await setting("path", { cwd })).origin).toContain(`in ${stronger}`);
  },
);

test("settings of a group may be one object, and are named as they are written", async () => {
  const cwd = await project({
    "sio.config.ts":
      'import { defineConfig } from "sio-serve";\nexport default defineConfig({\n  doctor: { ignore: ["C09"] },\n  tls: {\n    cert: "a.pem",\n    key: "b.pem",\n  },\n});\n',
  });
  const ignored = await setting("doctorIgnore", { cwd });
  expect(ignored).toEqual({ value: ["C09"], origin: "doctor.ignore in sio.config.ts (line 3)" });
  expect((await setting("tlsKey", { cwd })).origin).toBe("tls.key in sio.config.ts (line 6)");
});

test("what is no setting of its group is told by the name that is written", async () => {
  const cwd = await project({ "sio.config.json": '{ "doctor": { "ignores": ["C09"] } }' });
  await expect(runConfig({ cwd })).rejects.toThrow("doctor.ignores in sio.config.json");
});

test("--config names another file", async () => {
  const cwd = await project({
    "sio.config.json": '{ "path": "/x" }',
    "other/mine.json": '{ "path": "/y", "static": "z" }',
  });
  const run = { cwd, args: ["--config", "other/mine.json"] };
  expect(await setting("path", run)).toEqual({ value: "/y", origin: "path in other/mine.json (line 1)" });
  expect(await setting("static", run)).toMatchObject({ value: `${cwd}/other/z` });
});

test("the nearest file counts, up to the top of the repository, and its paths start at its folder", async () => {
  const top = await project({
    "sio.config.json": '{ "handlers": "h.ts" }',
    "repo/.git/HEAD": "",
    "repo/a/.siorc": "static: s",
    "a/b/c": "",
  });
  expect(await setting("handlers", { cwd: `${top}/a/b` })).toEqual({
    value: `${top}/h.ts`,
    origin: "handlers in ../../sio.config.json (line 1)",
  });
  expect(await setting("handlers", { cwd: `${top}/repo/a` })).toMatchObject({ value: null });
  expect(await setting("static", { cwd: `${top}/repo/a` })).toMatchObject({ value: `${top}/repo/a/s` });
  expect(await setting("handlers", { cwd: `${top}/repo` })).toMatchObject({ value: null });
});

test("a package.json without the key sio is passed by", async () => {
  const top = await project({ "sio.config.json": '{ "port": 1 }', "a/package.json": '{ "bin": { "sio": "x" } }' });
  expect(await setting("port", { cwd: `${top}/a` })).toMatchObject({ value: 1 });
});

test("a function is told the mode and the environment, with what the .env files add", async () => {
  const cwd = await project({
    ".env": "FROM_FILE=file\nSET=file",
    "sio.config.ts": `import { defineConfig } from "sio-serve";
      export default defineConfig(async ({ mode, env }) => ({ path: "/" + [mode, env.FROM_FILE, env.SET].join("-") }));`,
  });
  const run = { cwd, env: { SET: "process" }, args: ["--mode", "staging"] };
  expect(await setting("path", run)).toMatchObject({ value: "/staging-file-process" });
});

test("a config file may import other files", async () => {
  const cwd = await project({
    "sio.config.ts": 'export { default } from "./shared.js";',
    "shared.ts": "export default { port: 82 as number };",
  });
  expect(await setting("port", { cwd })).toMatchObject({ value: 82 });
});

test("an empty config file sets nothing", async () => {
  const cwd = await project({ ".siorc": "", "sio.config.yaml": "# nothing yet\n" });
  expect(await setting("port", { cwd })).toMatchObject({ value: 5_000 });
});

test.each([
  { about: "JSON without a comma", name: "sio.config.json", text: '{\n  "port": 1\n  "host": 2\n}' },
  { about: "YAML with wrong indentation", name: "sio.config.yaml", text: "port: 1\n host: [\n" },
  { about: "a package.json that does not end", name: "package.json", text: '{ "sio": { "port": 1 }' },
  { about: "a list", name: "sio.config.json", text: "[1]" },
  { about: "a sentence", name: "sio.config.yaml", text: "just a sentence" },
  { about: "no default export", name: "sio.config.ts", text: "export const port = 1;" },
  { about: "a syntax error", name: "sio.config.ts", text: "const port: = 1;" },
  { about: "a missing import", name: "sio.config.ts", text: 'import "./missing.ts";\nexport default {};' },
  { about: "a throw at load", name: "sio.config.ts", text: 'type A = 1;\n\nthrow new Error("no database");' },
  {
    about: "a function that throws",
    name: "sio.config.ts",
    text: 'type A = 1;\nexport default () => {\n  throw new Error("no database");\n};',
  },
  {
    about: "a function that rejects with no error",
    name: "sio.config.ts",
    text: 'export default async () => {\n  throw "no database";\n};',
  },
  { about: "a function that returns no settings", name: "sio.config.ts", text: "export default () => 5;" },
  { about: "a name that is no setting", name: "sio.config.json", text: '{\n  "prot": 1\n}' },
])("a config file with $about is refused with its place", async ({ name, text }) => {
  const error = await runConfig({ cwd: await project({ [name]: text }) }).catch((error) => error);
  expect(error.code).toBe("config");
  expect([error.message, error.detail, error.hint].filter(Boolean).join("\n")).toMatchSnapshot();
});

test("the error that led to a refusal is its cause", async () => {
  const run = runConfig({
    cwd: await project({ "sio.config.mjs": 'export default () => { throw new TypeError("x"); };' }),
  });
  await expect(run).rejects.toMatchObject({ cause: expect.any(TypeError) });
});

test("a config file that was asked for must exist", async () => {
  const run = runConfig({ cwd: await project(), args: ["--config", "missing.ts"] });
  await expect(run).rejects.toMatchObject({ code: "input", message: "The config file missing.ts does not exist." });
});

test("a config file of an unknown form is refused", async () => {
  const run = runConfig({ cwd: await project({ "sio.toml": "port = 1" }), args: ["--config", "sio.toml"] });
  await expect(run).rejects.toMatchObject({ code: "config", message: expect.stringContaining("sio.toml") });
});
