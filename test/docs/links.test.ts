import { expect, test } from "vitest";
import { sidebar } from "../../docs/.vitepress/sidebar.ts";
import { deadLinks } from "./links.ts";
import { readPages } from "./pages.ts";

const pages = readPages();

test("every link leads to a file that is there, and to a heading of it", () => {
  expect(deadLinks(pages)).toEqual([]);
});

test("a dead link is found, with its line; what looks like one in code is left alone", () => {
  const text =
    "# One\n\n[two](two.md) `[three](three.md)`\n\n```ts\n// [four](four.md)\n```\n\n[one](#one) [five](#five)\n";
  expect(deadLinks([{ file: "docs/one.md", text }])).toEqual([
    "docs/one.md:3 two.md: there is no docs/two.md",
    "docs/one.md:9 #five: docs/one.md has no heading of that name",
  ]);
});

test("the sidebar of the site has every page once", () => {
  const linked = sidebar.flatMap(({ items }) => items.map(({ link }) => `docs${link}.md`));
  const written = pages.map(({ file }) => file).filter((file) => !["README.md", "docs/index.md"].includes(file));
  expect(linked.toSorted()).toEqual(written.toSorted());
});
