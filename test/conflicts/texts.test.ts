import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { handlerTexts, pageTexts } from "../../src/conflicts/texts.ts";
import { temporaryFolder } from "../_support/folder.ts";

const paths = (texts: readonly { readonly path: string }[]) => texts.map(({ path }) => path);

test("the handlers file is read with all that it imports by a relative path, in any form", async () => {
  await using folder = await temporaryFolder({
    "handlers.ts": `
      import { one } from "./one.js";
      export * from "./two";
      const three = require('./three');
      const four = await import("./lib/four.mjs");
      import type { Five } from "./five.ts";
      import "./missing.js";
      import { Server } from "socket.io";
      // import "./comment.js";`,
    "one.ts": `import "./handlers.ts"; import "./data.json";`,
    "two/index.ts": "",
    "three.cjs": "",
    "three.js": "",
    "lib/four.mts": `import "../outside/../six.jsx";`,
    "five.ts": "",
    "six.tsx": "",
    "comment.js": "",
    "data.json": "{}",
    "unrelated.ts": "",
  });
  const found = paths(handlerTexts("handlers.ts", folder.path));
  expect(found[0]).toBe("handlers.ts");
  expect(found.toSorted()).toEqual([
    "five.ts",
    "handlers.ts",
    "lib/four.mts",
    "one.ts",
    "six.tsx",
    "three.js",
    "two/index.ts",
  ]);
});

test("a folder of handlers is read whole; text is what stands on disk", async () => {
  await using folder = await temporaryFolder({
    "app/index.ts": `import { x } from "./_shared.ts";`,
    "app/admin/chat.js": "/* é */",
    "app/_shared.ts": "",
    "app/index.test.ts": "",
  });
  const texts = handlerTexts(join(folder.path, "app"), folder.path);
  expect(paths(texts).toSorted()).toEqual(["app/_shared.ts", "app/admin/chat.js", "app/index.ts"]);
  expect(texts.find(({ path }) => path.endsWith("chat.js"))?.text).toBe("/* é */");
});

test("packages are never read, even by a relative path or a link", async () => {
  await using folder = await temporaryFolder({
    "handlers.js": `require("./node_modules/one/index.js"); require("./linked.js");`,
    "node_modules/one/index.js": "",
  });
  await symlink(join(folder.path, "node_modules/one/index.js"), join(folder.path, "linked.js"));
  expect(paths(handlerTexts("handlers.js", folder.path))).toEqual(["handlers.js"]);
});

test("what is missing, a folder in disguise or too large is left out", async () => {
  await using folder = await temporaryFolder({
    "handlers.js": `import "./large.js"; import "./folder.js"; import "./small.js";`,
    "large.js": " ".repeat(1_000_001),
    "folder.js/readme.md": "",
    "small.js": "",
  });
  expect(paths(handlerTexts("handlers.js", folder.path))).toEqual(["handlers.js", "small.js"]);
  expect(handlerTexts("nothing.js", folder.path)).toEqual([]);
  expect(handlerTexts("folder.js", folder.path)).toEqual([]);
  expect(handlerTexts("handlers.js", join(folder.path, "gone"))).toEqual([]);
});

test("no more than 500 files are read", async () => {
  const names = Array.from({ length: 600 }, (_, index) => `public/${index}.js`);
  await using folder = await temporaryFolder({
    "handlers.js": names.map((name) => `import "./${name}";`).join("\n"),
    ...Object.fromEntries(names.map((name) => [name, ""])),
  });
  expect(handlerTexts("handlers.js", folder.path)).toHaveLength(500);
  expect(pageTexts("public", folder.path)).toHaveLength(500);
});

test("no more than 8 MB of pages are read", async () => {
  const large = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`public/${index}.js`, " ".repeat(999_999)]),
  );
  await using folder = await temporaryFolder(large);
  expect(pageTexts("public", folder.path)).toHaveLength(9);
});

test("pages and their scripts are read, hidden folders, packages and other files are not", async () => {
  await using folder = await temporaryFolder({
    "public/index.html": "<p>",
    "public/APP.JS": "",
    "public/a/b/c.mjs": "",
    "public/style.css": "",
    "public/.git/config.js": "",
    "public/node_modules/x/x.js": "",
    "secret.html": "",
  });
  expect(paths(pageTexts(join(folder.path, "public"), folder.path))).toEqual([
    "public/APP.JS",
    "public/index.html",
    "public/a/b/c.mjs",
  ]);
  expect(pageTexts("missing", folder.path)).toEqual([]);
});

test("links that lead round in a circle are followed once", async () => {
  await using folder = await temporaryFolder({ "public/a/page.html": "" });
  await symlink(join(folder.path, "public"), join(folder.path, "public/a/up"));
  await symlink(join(folder.path, "nowhere"), join(folder.path, "public/broken.html"));
  expect(paths(pageTexts("public", folder.path))).toEqual(["public/a/page.html"]);
});
