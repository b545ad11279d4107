import { expect, test } from "vitest";
import { mistakesIn, readPages } from "./blocks.ts";

// The first page also reads the types of every package.
test.each(readPages())("the code in $file is right", { timeout: 120_000 }, (page) => {
  expect(mistakesIn(page)).toEqual([]);
});

const page = (...lines: string[]) => ({ file: "docs/page.md", text: ["# A page", "", ...lines, ""].join("\n") });

test.each([
  { kind: "a wrong type", lines: ["```ts", 'import { on } from "sio-serve";', "", 'on(1, () => "x");', "```"], at: 6 },
  { kind: "a name that is not exported", lines: ["```ts", 'import { off } from "sio-serve";', "```"], at: 4 },
  { kind: "a package that nobody has", lines: ["text", "", "```ts", 'import "no-such-package";', "```"], at: 6 },
  { kind: "a parameter without a type", lines: ["```ts", "const twice = (n) => n * 2;", "```"], at: 4 },
  { kind: "TypeScript that does not parse", lines: ["```ts", "const a = ;", "```"], at: 4 },
  { kind: "a fragment that does not parse", lines: ["```ts fragment", "const a = ;", "```"], at: 4 },
  { kind: "JavaScript that does not parse", lines: ["```js", "const a = ;", "```"], at: 4 },
  { kind: "types in JavaScript", lines: ["```js", "const a: number = 1;", "```"], at: 4 },
])("$kind is found, with its line", ({ lines, at }) => {
  expect(mistakesIn(page(...lines))).toEqual([expect.stringMatching(new RegExp(`^docs/page\\.md:${at} .+`))]);
});

test("what is right is left alone: types, fragments, JavaScript, other languages", () => {
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
    "notKnown(anywhere);",
    "```",
    "```json",
    "{",
    "```",
  );
  expect(mistakesIn(text)).toEqual([]);
});

test("a block imports another of its page by the name in its first line, and nobody else does", () => {
  // The project has files of that name itself.
  const events = ["```ts", "// events.ts", "export const port: number = 1;", "```"];
  const client = ["```ts", 'import { on } from "sio-serve";', 'import { port } from "./events.ts";'];
  const wrong = ["const text: string = port;", 'on(1, () => "x");', "```"];
  expect(mistakesIn(page(...events, ...client, ...wrong))).toEqual([
    "docs/page.md:10 Type 'number' is not assignable to type 'string'.",
    expect.stringMatching(/^docs\/page\.md:11 /),
  ]);
});
