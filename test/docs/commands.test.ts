import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandsOf, whyWrong } from "./commands.ts";
import { readPages, root } from "./pages.ts";

/** What is shown with its output is run, and may be wrong on purpose. */
const commands = readPages()
  .flatMap(commandsOf)
  .filter(({ text, output }) => text !== "" && !output.startsWith("✖"));

test.each(commands)("$page:$line $text", async ({ text }) => {
  expect(await whyWrong(text)).toBe(undefined);
});

test.each([
  { text: "sio-serve handlers.ts --prot 80", why: /unknown option '--prot'/i },
  { text: "PORT=80a npx sio-serve handlers.ts", why: /PORT must be a whole number/ },
  { text: "sio dev handlers.ts --ping-interval soon", why: /--ping-interval must be/ },
  { text: "npx sio-serve bench http://localhost:5000 --conections 5", why: /unknown option '--conections'/i },
  { text: "npm install no-such-package", why: /no package "no-such-package"/ },
  { text: "npm run no-such-script", why: /no script "no-such-script"/ },
  { text: "cd app && launch it", why: /no test knows the program "launch"/ },
])("$text is found to be wrong", async ({ text, why }) => {
  expect(await whyWrong(text)).toMatch(why);
});

test("where nothing is installed, `npx sio` would fetch somebody else's package: pages and templates call it by its full name", () => {
  const templates = readdirSync(join(root, "templates"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const texts = [
    ...readPages(),
    ...templates.map((file) => ({ file: file.slice(root.length + 1), text: readFileSync(file, "utf8") })),
  ];
  expect(texts.filter(({ text }) => /npx sio\b(?!-serve)/.test(text)).map(({ file }) => file)).toEqual([]);
});
