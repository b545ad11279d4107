import { expect, test } from "vitest";
import { mistakesIn } from "./blocks.ts";
import { readPages } from "./pages.ts";

test("the code in every page is right", { timeout: 120_000 }, () => {
  expect(mistakesIn(readPages())).toEqual([]);
});

const page = (...lines: string[]) => ({ file: "docs/page.md", text: ["# A page", "", ...lines, ""].join("\n") });

test("what is wrong is found, with its line", () => {
  const wrong = {
    "a wrong type": ["```ts", 'import { on } from "sio-serve";', "", 'on(1, () => "x");', "```"],
    "a name that is not exported": ["```ts", "", 'import { off } from "sio-serve";', "```"],
    "a package that nobody has": ["```ts", "", 'import "no-such-package";', "```"],
    "a parameter without a type": ["```ts", "", "const twice = (n) => n * 2;", "```"],
    "TypeScript that does not parse": ["```ts", "", "const a = ;", "```"],
    "a fragment that does not parse": ["```ts fragment", "", "const a = ;", "```"],
    "JavaScript that does not parse": ["```js", "", "const a = ;", "```"],
    "types in JavaScript": ["```js", "", "const a: number = 1;", "```"],
    "a name that JavaScript does not know": ["```js", "", "notKnown(anywhere);", "```"],
  };
  const pages = Object.entries(wrong).map(([file, lines]) => ({ ...page(...lines), file }));
  const found = mistakesIn(pages);
  for (const file of Object.keys(wrong)) {
    const line = file === "a wrong type" ? 6 : 5;
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${file}:${line} .+`)));
  }
});

test("what is right is left alone: types, fragments, JavaScript without types, other languages", () => {
  const text = page(
    "```ts",
    'import { on } from "sio-serve";',
    "",
    'on("add", (a: number, b: number) => a + b);',
    "```",
    "```ts fragment",
    "cors: notKnown(here) ? undefined : null;",
    "```",
    "```js",
    "const twice = (n) => n * 2;",
    "```",
    "```json",
    "{",
    "```",
  );
  expect(mistakesIn([text])).toEqual([]);
});

test("a block imports another of its page by the name in its first line, and nobody else does", () => {
  // The project has files of that name itself.
  const events = ["```ts", "// events.ts", "export const port: number = 1;", "```"];
  const client = ["```ts", 'import { on } from "sio-serve";', 'import { port } from "./events.ts";'];
  const wrong = ["const text: string = port;", 'on(1, () => "x");', "```"];
  expect(mistakesIn([page(...events, ...client, ...wrong)])).toEqual([
    "docs/page.md:10 Type 'number' is not assignable to type 'string'.",
    expect.stringMatching(/^docs\/page\.md:11 /),
  ]);
});
