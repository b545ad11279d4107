import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checks } from "../../src/probe/checks.ts";
import { unfinishedKind } from "../../src/probe/probe.ts";
import { passOn } from "./nginx.ts";

const page = readFileSync(new URL("../../docs/probing.md", import.meta.url), "utf8");

const kinds = [
  ...checks.flatMap(({ findings }) => Object.entries(findings).map(([id, kind]) => ({ id, ...kind }))),
  unfinishedKind,
].sort((one, other) => one.id.localeCompare(other.id));

const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

test("the page lists every check with what it asks", () => {
  expect(page).toContain(
    `\n${table(
      ["check", "what it asks"],
      checks.map(({ name, asks }) => [name, asks]),
    )}\n\n`,
  );
});

test("the page lists every finding with its level", () => {
  expect(page).toContain(
    `\n${table(
      ["id", "level", "what it means"],
      kinds.map(({ id, level, about }) => [id, level, about]),
    )}\n`,
  );
});

test("no two findings have the same id", () => {
  const ids = kinds.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids.every((id) => /^P\d\d$/.test(id))).toBe(true);
});

test("the page tells nginx what the tests tell it", () => {
  const lines = passOn.split("\n").map((line) => line.trim());
  expect(lines.filter((line) => !page.includes(line))).toEqual([]);
});
