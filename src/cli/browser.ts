import type { Log } from "../lib/log.ts";

/** Opens a page in the browser of whoever sits there; where that fails the log says so. */
export async function openBrowser(url: string, log: Log): Promise<void> {
  const { default: open } = await import("open");
  await open(url).catch((error: unknown) => log.warn(`The browser could not be opened: ${String(error)}`));
}
