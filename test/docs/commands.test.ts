import { expect, test } from "vitest";
import { commandsOf, whyWrong } from "./commands.ts";
import { readPages } from "./pages.ts";

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
  { text: "npx sio bench http://localhost:5000 --conections 5", why: /unknown option '--conections'/i },
  { text: "npm install no-such-package", why: /no package "no-such-package"/ },
  { text: "npm run no-such-script", why: /no script "no-such-script"/ },
  { text: "cd app && launch it", why: /no test knows the program "launch"/ },
])("$text is found to be wrong", async ({ text, why }) => {
  expect(await whyWrong(text)).toMatch(why);
});
