import { expect, test } from "vitest";
import { commandsOf, ownCommand } from "./commands.ts";
import { readPages } from "./pages.ts";
import { scenes, shownElsewhere } from "./scenes.ts";
import { compare } from "./transcripts.ts";

const shown = readPages()
  .flatMap(commandsOf)
  .filter(({ output }) => output !== "")
  .map((command) => ({ ...command, begins: command.text || command.output.trim() }));

type Shown = (typeof shown)[number];
const isOf = (one: Shown) => (scene: { readonly page: string; readonly begins: string }) =>
  one.page === scene.page && one.begins.startsWith(scene.begins);
const sceneOf = (one: Shown) => scenes.filter(isOf(one)).toSorted((a, b) => b.begins.length - a.begins.length)[0];

test.each(shown.filter(sceneOf))("$page:$line $begins prints what is shown", async (command) => {
  const scene = sceneOf(command);
  const printed = await scene?.run(ownCommand(command.text) ?? { args: [], env: {} });
  expect(compare(command.output, printed ?? "", scene)).toEqual({ same: true, missing: [], whole: expect.any(String) });
});

test("all output that a page shows is compared, and nothing else is asked for", () => {
  const known = [...scenes, ...shownElsewhere];
  expect(shown.filter((one) => !known.some(isOf(one)))).toEqual([]);
  expect(known.filter((scene) => !shown.some((one) => isOf(one)(scene)))).toEqual([]);
});

test.each([
  { shown: "a\n…\nc\n", printed: "a\nb\nc\n", same: true },
  { shown: "a\nc\n", printed: "a\nb\nc\n", same: false },
  {
    shown: "12:00:01 info  on port 127.0.0.1:5000 in 3 ms",
    printed: "13:10:01 info on port 127.0.0.1:33123 in 17 ms",
    same: true,
  },
  { shown: "…\nc\na\n…", printed: "a\nb\nc\n", same: false },
])("$shown and $printed are the same: $same", ({ shown, printed, same }) => {
  expect(compare(shown, printed).same).toBe(same);
});

test("a bar of a chart that stands for nothing is one that has another length", () => {
  const bars = (lengths: readonly number[]) =>
    lengths.map((length) => `  up to  0.61 ms  ${"#".repeat(length).padEnd(40)}  1,234\n`).join("");
  expect(compare(bars([8, 40, 1]), bars([40, 0, 0, 1]), { measured: true }).same).toBe(true);
});
