import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../_support/folder.ts";
import { pathWith } from "./stand-in.ts";
import { keys, openTerminal } from "./terminal.ts";

/** Every question, in order. */
const questions = [
  "Folder",
  "Name",
  "Template",
  "Language",
  "Package manager",
  "Install the packages?",
  "Make it a Git repository?",
];

test("at a terminal everything is asked, and Enter is a good answer", async () => {
  await using home = await temporaryFolder({ "in-the-way.txt": "" });
  const terminal = openTerminal(["init", "--no-install"], home.path);
  for (const question of questions.filter((each) => !each.startsWith("Install"))) {
    await terminal.shows(question);
    terminal.press(keys.enter);
  }
  await terminal.shows("sio-app is ready");
  expect(await terminal.ended).toBe(0);
  expect(await readdir(join(home.path, "sio-app"))).toContain("handlers.ts");
});

test("what is answered is what is made, and what a flag has said is not asked", async () => {
  await using home = await temporaryFolder();
  const flags = ["--js", "--pm", "npm", "--no-install", "--git"];
  const terminal = openTerminal(["init", "app", ...flags], home.path);
  await terminal.shows("Name");
  terminal.press(`apps${keys.enter}`);
  await terminal.shows("Template");
  terminal.press(`${keys.down}${keys.enter}`);
  await terminal.shows("apps is ready");
  expect(await terminal.ended).toBe(0);
  const manifest = JSON.parse(await readFile(join(home.path, "app", "package.json"), "utf8"));
  expect(manifest.name).toBe("apps");
  // The second of the list, which is by name after the smallest.
  expect(await readdir(join(home.path, "app"))).toEqual(expect.arrayContaining([".git", "rooms.js"]));
});

test.each(questions.map((question, index) => [question, index] as const))(
  "Ctrl-C at %s leaves nothing behind",
  async (question, index) => {
    await using home = await temporaryFolder();
    const terminal = openTerminal(["init"], home.path);
    for (const earlier of questions.slice(0, index)) {
      await terminal.shows(earlier);
      terminal.press(keys.enter);
    }
    await terminal.shows(question);
    terminal.press(keys.ctrlC);
    await terminal.shows("Nothing was written.");
    expect(await terminal.ended).toBe(130);
    expect(await readdir(home.path)).toEqual([]);
  },
);

test("while it installs the seconds are shown, and Ctrl-C takes everything back", async () => {
  await using home = await temporaryFolder();
  await using programs = await temporaryFolder();
  const PATH = await pathWith(programs.path, { npm: "mkdir node_modules && exec sleep 60" });
  const terminal = openTerminal(["init", "app", "--yes"], home.path, { PATH });
  await terminal.shows("Installing its packages with npm … 1 s");
  terminal.press(keys.ctrlC);
  await terminal.shows("what was written is gone again");
  expect(await terminal.ended).toBe(130);
  expect(await readdir(home.path)).toEqual([]);
});

test("a name that npm refuses is refused while it is typed", async () => {
  await using home = await temporaryFolder();
  const terminal = openTerminal(["init", "app"], home.path);
  await terminal.shows("Name");
  terminal.press(`X${keys.enter}`);
  await terminal.shows("a name must not have capital letters");
  terminal.press(keys.ctrlC);
  expect(await terminal.ended).toBe(130);
});
