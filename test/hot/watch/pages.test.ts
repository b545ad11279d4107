import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openChromium } from "../../_support/chromium.ts";
import { startCli } from "../../_support/cli.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { answering, watched } from "./project.ts";

const page = '<!doctype html>\n<title>one</title>\n<link rel="stylesheet" href="style.css">\n';
const files = { "h.ts": answering(1), "public/index.html": page, "public/style.css": "b { color: red }" };
const args = ["h.ts", "--static", "public"];

test("a served page gets a script, whole and with the right length; other files are left alone", async () => {
  await using project = await watched(files, { args });
  const { url } = project.server;
  const response = await fetch(url);
  const text = await response.text();
  expect(text).toBe(`${page}<script src="/.sio/reload.js"></script>\n`);
  expect(response.headers.get("content-length")).toBe(String(text.length));
  expect(await (await fetch(`${url}/style.css`)).text()).toBe(files["public/style.css"]);
  expect(await (await fetch(`${url}/.sio/reload.js`)).text()).toContain("EventSource");
});

test("without --watch, pages are served as they are", async () => {
  await using folder = await temporaryFolder(files);
  await using server = await startCli([...args, "--port", "0"], { cwd: folder.path });
  expect(await (await fetch(server.url)).text()).toBe(page);
  expect((await fetch(`${server.url}/.sio/reload`)).status).toBe(404);
});

test("a changed file tells pages to reload, and clients notice nothing", async () => {
  await using project = await watched(files, { args });
  const client = await project.client();
  const events = await fetch(`${project.server.url}/.sio/reload`);
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  let told = "";
  const reading = (async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) told += part.value;
  })();
  await expect
    .poll(
      async () => {
        await writeFile(join(project.folder, "public/style.css"), `b { color: blue } /* ${Math.random()} */`);
        return told;
      },
      { timeout: 10_000, interval: 200 },
    )
    .toContain("event: reload");
  expect(client.connected).toBe(true);
  expect(project.reloads()).toEqual([]);
  expect(await project.server.stop()).toBe(0);
  await reading;
});

test("in a browser, a page shows what was saved", async (context) => {
  const browser = await openChromium(context);
  await using project = await watched(files, { args });
  const tab = await browser.newPage();
  await tab.goto(project.server.url);
  expect(await tab.title()).toBe("one");
  await expect
    .poll(
      async () => {
        await project.write("public/index.html", page.replace("one", "two"));
        return tab.title();
      },
      { timeout: 10_000, interval: 300 },
    )
    .toBe("two");
});
