import { expect, test } from "vitest";
import { hotProject } from "./project.ts";

/** Each version tells its number as often as its timer fires. */
const ticking = (start: string) => (version: number) =>
  `
  import { on } from "sio-serve";
  const tick = () => tell(${version});
  ${start}
  on("version", () => ${version});
`;

test.each([
  ["an interval", "setInterval(tick, 1);"],
  ["a timeout that starts itself again", "const again = () => { tick(); setTimeout(again, 1); }; again();"],
  [
    "one that does so after it has awaited",
    "const again = async () => { await null; tick(); await null; setTimeout(again, 1); }; setTimeout(again, 1);",
  ],
  ["an immediate that starts itself again", "const again = () => { tick(); setImmediate(again); }; again();"],
  ["one of an async function", "void (async () => { await null; setInterval(tick, 1); })();"],
  ["one after a top-level await", "await null; setInterval(tick, 1);"],
])("of %s at top level, exactly one is alive after five reloads", async (_, start) => {
  const text = ticking(start);
  await using project = await hotProject({ "handlers.ts": text(0) });
  for (let version = 1; version <= 5; version++) await project.save({ "handlers.ts": text(version) });
  project.told.length = 0;
  await expect.poll(() => project.told.length).toBeGreaterThan(20);
  expect(new Set(project.told)).toEqual(new Set([5]));
});

test("timers of CommonJS files are cleared too, and a file may declare names like theirs", async () => {
  const text = (version: number) => `
    const { setTimeout } = require("node:timers/promises");
    setInterval(() => tell(${version}), 1);
    require("sio-serve").on("wait", async () => { await setTimeout(1); return ${version}; });
  `;
  await using project = await hotProject({ "handlers.cjs": text(1) }, "handlers.cjs");
  const client = await project.connect();
  await project.save({ "handlers.cjs": text(2) });
  project.told.length = 0;
  await expect.poll(() => project.told.length).toBeGreaterThan(5);
  expect(new Set(project.told)).toEqual(new Set([2]));
  expect(await client.emitWithAck("wait")).toBe(2);
});

test("a helper's timer ends with the file whose code has started it", async () => {
  const text = (version: number) => `import { every } from "./helper.ts"; every(() => tell(${version}));`;
  await using project = await hotProject({
    "handlers.ts": text(1),
    "helper.ts": `export const every = (work: () => void) => setInterval(work, 1);`,
  });
  await project.save({ "handlers.ts": text(2) });
  project.told.length = 0;
  await expect.poll(() => project.told.length).toBeGreaterThan(5);
  expect(new Set(project.told)).toEqual(new Set([2]));
});

test("a timer that a handler has started is left alone", async () => {
  const text = (version: number) => `
    import { on } from "sio-serve";
    on("later", async () => { await null; setTimeout(() => tell(${version}), 30); });
  `;
  await using project = await hotProject({ "handlers.ts": text(1) });
  await (await project.connect()).emitWithAck("later");
  await project.save({ "handlers.ts": text(2) });
  await expect.poll(() => project.told).toEqual([1]);
});

test("a timer started by way of something that an older version has opened is left alone", async () => {
  const text = (version: number) => `
    import { AsyncResource } from "node:async_hooks";
    import { hot, on } from "sio-serve";
    hot.data.pool ??= new AsyncResource("pool");
    on("query", () => hot.data.pool.runInAsyncScope(() => { setTimeout(() => tell(${version}), 1); }));
  `;
  await using project = await hotProject({ "handlers.ts": text(1) });
  await project.save({ "handlers.ts": text(2) });
  await (await project.connect()).emitWithAck("query");
  await expect.poll(() => project.told).toEqual([2]);
});

test("timers are Node's own, with all they can do", async () => {
  await using project = await hotProject({
    "handlers.ts": `
      import { promisify } from "node:util";
      import { on } from "sio-serve";
      const started = setTimeout((a, b) => tell([a, b]), 1, "a", "b");
      tell([started.hasRef(), setTimeout.name, typeof started[Symbol.toPrimitive]()]);
      clearTimeout(setTimeout(() => tell("cleared"), 1));
      clearInterval(setInterval(() => tell("cleared"), 1));
      clearImmediate(setImmediate(() => tell("cleared")));
      on("promisified", () => promisify(setTimeout)(1, "value"));
    `,
  });
  await expect
    .poll(() => project.told)
    .toEqual([
      [true, "setTimeout", "number"],
      ["a", "b"],
    ]);
  expect(await (await project.connect()).emitWithAck("promisified")).toBe("value");
});

test("background tasks end with their file, whether its top-level code or a handler has started them", async () => {
  const text = (version: number) => `
    import { on, sleep, startBackgroundTask } from "sio-serve";
    const work = async (signal: AbortSignal, who: string) => {
      try { await sleep(60_000, signal); } finally { tell(who + ${version}); }
    };
    startBackgroundTask(work, "file ");
    on("work", () => { startBackgroundTask(work, "handler "); });
  `;
  await using project = await hotProject({ "handlers.ts": text(1) });
  await (await project.connect()).emitWithAck("work");
  await project.save({ "handlers.ts": text(2) });
  await expect.poll(() => project.told.toSorted()).toEqual(["file 1", "handler 1"]);
  expect(project.sio.tasks.running.size).toBe(1);
  expect(project.errors).toEqual([]);
});

test("cleanups run when their file is replaced, the last first, each after the one before it", async () => {
  const text = (version: number) => `
    import { onDispose } from "sio-serve";
    onDispose(() => tell("first of ${version}"));
    onDispose(async () => { await null; tell("second of ${version}"); });
    onDispose(() => tell("third of ${version}"));
  `;
  await using project = await hotProject({ "handlers.ts": text(1) });
  expect(project.told).toEqual([]);
  await project.save({ "handlers.ts": text(2) });
  await expect.poll(() => project.told).toEqual(["third of 1", "second of 1", "first of 1"]);
});

test("dependants clean up before what they import", async () => {
  await using project = await hotProject({
    "handlers.ts": `import { onDispose } from "sio-serve"; import "./pool.ts"; onDispose(async () => { await null; tell("handlers"); });`,
    "pool.ts": `import { onDispose } from "sio-serve"; onDispose(() => tell("pool"));`,
  });
  await project.save({ "pool.ts": "" });
  await expect.poll(() => project.told).toEqual(["handlers", "pool"]);
});

test("cleanups and timers of files that stay are left alone", async () => {
  await using project = await hotProject({
    "handlers.ts": `import "./stays.ts"; import "./changes.ts";`,
    "stays.ts": `import { onDispose } from "sio-serve"; onDispose(() => tell("disposed")); setInterval(() => tell("tick"), 1);`,
    "changes.ts": "",
  });
  await project.save({ "changes.ts": "export {};" });
  project.told.length = 0;
  await expect.poll(() => project.told.length).toBeGreaterThan(5);
  expect(project.told).not.toContain("disposed");
});

test("a file that is no longer imported is cleaned up", async () => {
  await using project = await hotProject({
    "handlers.ts": `import "./extra.ts";`,
    "extra.ts": `import { onDispose } from "sio-serve"; onDispose(() => tell("extra"));`,
  });
  await project.save({ "handlers.ts": "" });
  await expect.poll(() => project.told).toEqual(["extra"]);
});

test("a cleanup that fails is logged with its place, and the others run", async () => {
  await using project = await hotProject({
    "handlers.ts": `import { onDispose } from "sio-serve";
      onDispose(() => tell("first"));
      onDispose(() => { throw new Error("broken"); });
      onDispose(() => Promise.reject(new Error("rejected")));`,
  });
  await project.save({ "handlers.ts": "" });
  await expect.poll(() => project.told).toEqual(["first"]);
  expect(project.errors.map(({ message }) => message)).toEqual([
    "A cleanup of handlers.ts failed at handlers.ts:4:38: Error: rejected",
    "A cleanup of handlers.ts failed at handlers.ts:3:31: Error: broken",
  ]);
});

test("a cleanup that does not end is given up after five seconds", async () => {
  await using project = await hotProject({
    "handlers.ts": `import { onDispose } from "sio-serve";
      onDispose(() => tell("first"));
      onDispose(() => new Promise(() => {}));`,
  });
  await project.save({ "handlers.ts": "" });
  await expect.poll(() => project.told, { timeout: 10_000 }).toEqual(["first"]);
  expect(project.errors.map(({ message }) => message)).toEqual([
    "A cleanup of handlers.ts failed: Error: It did not end within 5 s.",
  ]);
});

test("a cleanup registered by a handler runs with its file", async () => {
  await using project = await hotProject({
    "handlers.ts": `import { on, onDispose } from "sio-serve"; on("open", () => onDispose(() => tell("closed")));`,
  });
  await (await project.connect()).emitWithAck("open");
  await project.save({ "handlers.ts": "" });
  await expect.poll(() => project.told).toEqual(["closed"]);
});

test("when the server stops, everything is cleaned up once", async () => {
  const project = await hotProject({
    "handlers.ts": `import { on, onDispose, sleep, startBackgroundTask } from "sio-serve";
      setInterval(() => {}, 1);
      startBackgroundTask(async (signal) => { try { await sleep(60_000, signal); } finally { tell("task"); } });
      onDispose(async () => { await null; tell("cleanup"); });
      on("disconnect", () => tell("disconnect"));`,
  });
  await project.connect();
  await project[Symbol.asyncDispose]();
  expect(project.told.toSorted()).toEqual(["cleanup", "disconnect", "task"]);
  expect(project.told.at(-1)).toBe("cleanup");
});

test("onDispose takes a function and nothing else", async () => {
  await using project = await hotProject({ "handlers.ts": "" });
  const error = await project.failure({
    "handlers.ts": `import { onDispose } from "sio-serve"; onDispose("x" as never);`,
  });
  expect(error.message).toContain("handlers.ts:1:");
});
