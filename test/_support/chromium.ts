import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { onTestFinished, type TestContext } from "vitest";
import { needs } from "./needs.ts";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A headless Chromium with a fresh profile, closed when the test ends, which needs one that is installed. */
export async function openChromium(test: TestContext): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place)) ?? "";
  const missing = `Chromium is not installed (none of ${places.join(", ")}): apt-get install chromium`;
  needs(test, executablePath === "" ? missing : undefined);
  const browser = await chromium.launch({ executablePath, args: flags });
  onTestFinished(() => browser.close());
  return browser;
}
