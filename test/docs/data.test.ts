import { defaultLoaders } from "cosmiconfig";
import { expect, test } from "vitest";
import { fencesOf, readPages } from "./pages.ts";

const readYaml = (text: string): unknown => defaultLoaders[".yaml"]("block.yaml", text);

/** What reads a block of each language that holds data. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  json: JSON.parse,
  yaml: readYaml,
  yml: readYaml,
};

const blocks = readPages()
  .flatMap(fencesOf)
  .filter(({ language }) => language in readers);

test.each(blocks)("the $language of $page, line $line, can be read", ({ language, code }) => {
  expect(() => readers[language]?.(code)).not.toThrow();
});
