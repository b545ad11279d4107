import { expect, test } from "vitest";
import { ofBrowsers, read, troubles, writtenIn } from "./troubles.ts";

const headings = [...read("docs/troubleshooting.md").matchAll(/^### (.+)$/gm)].map(([, heading = ""]) => heading);

/** Headings that are a message and nothing else. */
const messages = headings.flatMap((heading) => /^`([^`]+)`$/.exec(heading)?.[1] ?? []);

test.each(Object.entries(troubles))("who is in trouble reads: %s", async (message, provoke) => {
  expect(await provoke()).toContain(message);
});

test.each(Object.entries(writtenIn))("somebody says: %s", (message, file) => {
  expect(read(file)).toContain(message);
});

test("every message that the page explains is one of these", () => {
  const known = [...Object.keys(troubles), ...Object.keys(writtenIn), ...ofBrowsers];
  expect(messages.toSorted()).toEqual(known.toSorted());
});
