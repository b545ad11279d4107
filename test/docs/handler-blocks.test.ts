import { expect, test } from "vitest";
import { conversations } from "./conversations/index.ts";
import { handlerBlocksOf, serveBlock } from "./handler-blocks.ts";
import { readPages } from "./pages.ts";

const blocks = readPages().flatMap(handlerBlocksOf);

/** The talk of a block: the first of its page that has the words. */
const talkOf = new Map(
  conversations.map(({ page, has, talk }) => [blocks.find((one) => one.page === page && one.code.includes(has)), talk]),
);

test.each(blocks)("the handlers of $page, line $line, are served and answer", async (block) => {
  await using served = await serveBlock(block);
  await talkOf.get(block)?.(served.server);
  expect(served.server.faults).toEqual([]);
});

test("every conversation is about a block that is there, and each about another", () => {
  const missing = conversations.filter(
    ({ page, has }) => !blocks.some((one) => one.page === page && one.code.includes(has)),
  );
  expect(missing).toEqual([]);
  expect(talkOf.size).toBe(conversations.length);
});
