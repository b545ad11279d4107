import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openChromium } from "../_support/chromium.ts";
import { startCli } from "../_support/cli.ts";

const folder = fileURLToPath(new URL("../../templates/minimal", import.meta.url));

test("the minimal template's page says hello to everybody", async (context) => {
  const browser = await openChromium(context);
  await using server = await startCli(["handlers.ts", "--static", "public", "--port", "0"], { cwd: folder });
  const [one, two] = [await browser.newPage(), await browser.newPage()];
  for (const page of [one, two]) await page.goto(server.url);
  await one.getByLabel("Your name").fill("Ada");
  await one.getByRole("button").click();
  await expect.poll(() => one.getByRole("status").textContent()).toBe("Hello Ada");
  await expect.poll(() => two.getByRole("listitem").allTextContents()).toEqual(["Ada said hello"]);
});
