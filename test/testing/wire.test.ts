import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { createWire } from "../../src/lib/wire.ts";

const wire = () => createWire((make) => make());

test("what is written to one end is read at the other, in order, until it ends", async () => {
  const { near, far } = wire();
  near.write("one ");
  near.cork();
  near.write("two ");
  near.write("three");
  near.uncork();
  near.end();
  far.end("back");
  expect(await Promise.all([text(far), text(near)])).toEqual(["one two three", "back"]);
});

test("a writer that is faster than the reader has to wait, and nothing is lost", async () => {
  const { near, far } = wire();
  const chunk = Buffer.alloc(near.writableHighWaterMark, "x");
  near.write(chunk);
  near.write(chunk);
  near.write(chunk, () => written());
  let written: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    written = resolve;
  });
  await once(far, "readable");
  expect(near.writableNeedDrain).toBe(true);
  near.end();
  expect(await buffer(far)).toHaveLength(chunk.length * 3);
  await all;
});

test("writing never runs the reader's code before it returns", async () => {
  const { near, far } = wire();
  const seen: string[] = [];
  far.on("data", () => seen.push("read"));
  near.write("x");
  seen.push("written");
  await once(far, "data");
  expect(seen).toEqual(["written", "read"]);
});

test("destroying one end ends the other, after what was sent before", async () => {
  const { near, far } = wire();
  near.write("last words");
  await new Promise((resolve) => process.nextTick(resolve));
  near.destroy();
  expect(await text(far)).toBe("last words");
  await expect.poll(() => far.destroyed).toBe(true);
});

test("writing to an end that is gone fails as on a broken connection", async () => {
  const { near, far } = wire();
  far.destroy();
  near.write("x");
  const [error] = await once(near, "error");
  expect(error).toMatchObject({ code: "EPIPE" });
});

test("each end keeps the async context that it was made in", async () => {
  const context = new AsyncLocalStorage<string>();
  const { near, far } = context.run("near", () => createWire((make) => context.run("far", make)));
  const seen: unknown[] = [];
  far.on("data", () => {
    seen.push(context.getStore());
    context.run("handler", () => far.write("y"));
  });
  near.on("data", () => seen.push(context.getStore()));
  context.run("test", () => near.write("x"));
  await once(near, "data");
  expect(seen).toEqual(["far", "near"]);
});
