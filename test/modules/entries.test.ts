import { join } from "node:path";
import { expect, test } from "vitest";
import type { SioError } from "../../src/errors.ts";
import { findHandlerFiles } from "../../src/modules/index.ts";
import { temporaryFolder } from "../_support/folder.ts";

const empty = (...names: string[]) => Object.fromEntries(names.map((name) => [name, ""]));

async function find(path: string, ...names: string[]) {
  await using folder = await temporaryFolder(empty(...names));
  return findHandlerFiles(path, folder.path).map(({ file, namespace }) => [
    file.slice(folder.path.length + 1),
    namespace,
  ]);
}

async function refusal(path: string, ...names: string[]): Promise<Pick<SioError, "code" | "message" | "hint">> {
  const { code, message, hint } = (await find(path, ...names).catch((error) => error)) as SioError;
  return { code, message, hint };
}

test.each(["a.ts", "a.tsx", "a.mts", "a.cts", "a.js", "a.jsx", "a.mjs", "a.cjs"])(
  "%s is a handlers file",
  async (name) => {
    expect(await find(name, name)).toEqual([[name, undefined]]);
  },
);

test("an absolute path is as good as a relative one", async () => {
  await using folder = await temporaryFolder(empty("a.ts"));
  const file = join(folder.path, "a.ts");
  expect(findHandlerFiles(file, "/")).toEqual([{ file, namespace: undefined }]);
});

test("the extension may be left out", async () => {
  expect(await find("handlers", "handlers.js", "handlers.ts")).toEqual([["handlers.ts", undefined]]);
  expect(await find("handlers", "handlers.ts", "handlers/index.ts")).toEqual([["handlers/index.ts", "/"]]);
});

test("in a folder, the path of a file is its namespace", async () => {
  const names = ["index.ts", "admin.ts", "admin/chat.ts", "lobby/index.mjs", "deep/er/room.cts"];
  expect(await find("h", ...names.map((name) => `h/${name}`))).toEqual([
    ["h/admin.ts", "/admin"],
    ["h/admin/chat.ts", "/admin/chat"],
    ["h/deep/er/room.cts", "/deep/er/room"],
    ["h/index.ts", "/"],
    ["h/lobby/index.mjs", "/lobby"],
  ]);
});

test("tests, type declarations, private names and other files are left out", async () => {
  const others = [
    "b.d.ts",
    "c.test.ts",
    "d.spec.js",
    "_e.ts",
    ".f.ts",
    "_lib/g.ts",
    ".git/h.ts",
    "node_modules/i/index.js",
  ];
  const found = await find("h", "h/a.ts", ...[...others, "j.json", "k.md", "l"].map((name) => `h/${name}`));
  expect(found).toEqual([["h/a.ts", "/a"]]);
});

test("of two files with one name, TypeScript is taken", async () => {
  expect(await find("h", "h/a.js", "h/a.ts", "h/a.mjs")).toEqual([["h/a.ts", "/a"]]);
});

test("two files for one namespace are refused", async () => {
  expect(await refusal("h", "h/admin.ts", "h/admin/index.ts")).toEqual({
    code: "config",
    message: `"h/admin.ts" and "h/admin/index.ts" are both the namespace "/admin".`,
    hint: "Rename or remove one of them.",
  });
});

test("a missing path is refused with the nearest name", async () => {
  expect(await refusal("src/handler.ts", "src/handlers.ts", "src/other.ts")).toEqual({
    code: "input",
    message: `There is no file or folder "src/handler.ts".`,
    hint: `Did you mean "src/handlers.ts"?`,
  });
  expect((await refusal("nothing-like-it.ts", "a.ts")).hint).toBeUndefined();
});

test("a folder without handlers is refused", async () => {
  expect(await refusal("h", "h/readme.md", "h/_a.ts")).toMatchObject({
    code: "input",
    message: `There are no handlers in the folder "h".`,
    hint: "Write some in h/index.ts",
  });
});

test("a file of another kind is refused", async () => {
  expect(await refusal("chat.py", "chat.py")).toMatchObject({
    code: "input",
    message: expect.stringContaining(`"chat.py"`),
  });
  expect(await refusal("data.json", "data.json")).toMatchObject({ code: "input" });
});
