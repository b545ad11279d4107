import { expect, test } from "vitest";
import { SioError } from "../../../src/index.ts";
import { type HotProject, hotProject } from "./project.ts";

const version = (word: string, rest = "") => `
  import { on, onDispose, startBackgroundTask, sleep } from "sio-serve";
  import { helped } from "./helper.ts";
  on("version", () => "${word} " + helped);
  on("${word}", () => "${word}");
  on("*", () => "nobody");
  setInterval(() => tell("tick ${word}"), 1);
  onDispose(() => tell("disposed ${word}"));
  ${rest}
`;
const helper = (word: string) => `export const helped = "${word}";`;

/** Whose timers run now. */
async function nextTicks({ told }: HotProject): Promise<Set<unknown>> {
  told.length = 0;
  const ticks = () => told.filter((word) => String(word).startsWith("tick"));
  await expect.poll(() => ticks().length).toBeGreaterThan(5);
  return new Set(ticks());
}

test.each([
  ["a syntax error", "on(;", "handlers.ts:9:6: Unexpected token"],
  ["a missing import", `import "./missing.ts";`, `handlers.ts:9:10: Cannot find "./missing.ts"`],
  [
    "a missing export",
    `import { nothing } from "./helper.ts"; nothing();`,
    "does not provide an export named 'nothing'",
  ],
  ["a throw at import", `throw new Error("at import");`, "handlers.ts:9:9: Error: at import"],
  ["a rejected top-level await", `await Promise.reject(new Error("late"));`, "handlers.ts:9:24: Error: late"],
  ["a default export that throws", `export default () => { throw new Error("no"); };`, "the default export threw: no"],
  [
    "a default export that rejects",
    `export default async () => { throw new Error("no"); };`,
    "the default export threw: no",
  ],
  ["routes that cannot answer", `export const http = 5;`, "cannot answer requests"],
  ["a session that is no middleware", `export const httpSession = 5;`, "must be a middleware"],
  [
    "a namespace that cannot be made",
    `import { Namespace } from "sio-serve"; export class Chat extends Namespace { constructor() { super(); throw new Error("no"); } }`,
    "no",
  ],
])("%s: the old code serves on, whole, and the next good save recovers", async (_, broken, message) => {
  await using project = await hotProject({ "handlers.ts": version("old"), "helper.ts": helper("old") });
  const client = await project.connect();
  const error = await project.failure({ "handlers.ts": version("new", broken), "helper.ts": helper("new") });
  expect(error.message).toContain(message);

  expect(await nextTicks(project)).toEqual(new Set(["tick old"]));
  expect(await client.emitWithAck("version")).toBe("old old");
  expect(await client.emitWithAck("old")).toBe("old");
  expect(await client.emitWithAck("new")).toBe("nobody");

  const load = await project.save({ "handlers.ts": version("good") });
  expect(load.evaluated).toEqual(["handlers.ts", "helper.ts"]);
  expect(await client.emitWithAck("version")).toBe("good new");
  expect(await client.emitWithAck("old")).toBe("nobody");
  await expect.poll(() => project.told).toContain("disposed old");
  expect(await nextTicks(project)).toEqual(new Set(["tick good"]));
});

test("the new version of a failed load is cleaned up", async () => {
  await using project = await hotProject({ "handlers.ts": "" });
  await project.failure({
    "handlers.ts": `
      import { onDispose, sleep, startBackgroundTask } from "sio-serve";
      onDispose(() => tell("cleanup"));
      startBackgroundTask(async (signal) => { try { await sleep(60_000, signal); } finally { tell("task"); } });
      throw new Error("no");
    `,
  });
  await expect.poll(() => project.told).toEqual(["task", "cleanup"]);
  expect(project.sio.tasks.running.size).toBe(0);
});

test("what the code of a failed load goes on to start is ended at once", async () => {
  await using project = await hotProject({ "handlers.ts": version("old"), "helper.ts": helper("old") });
  const main = `void (async () => {
    await new Promise((resolve) => globalThis.process.once("connected", resolve));
    setInterval(() => tell("tick new"), 1);
    tell("went on");
  })();`;
  await project.failure({ "handlers.ts": version("new", `${main} throw new Error("no");`) });
  process.emit("connected" as never);
  await expect.poll(() => project.told).toContain("went on");
  expect(await nextTicks(project)).toEqual(new Set(["tick old"]));
});

test("a top-level await that never ends is given up after five seconds, and the file that awaits is named", async () => {
  await using project = await hotProject({ "handlers.ts": version("old"), "helper.ts": helper("old") });
  const client = await project.connect();
  const error = await project.failure({ "helper.ts": `${helper("never")} await new Promise(() => {});` });
  expect(error).toBeInstanceOf(SioError);
  expect(error.message).toBe("helper.ts: It awaits something outside functions that has not come after 5 s");
  expect(await client.emitWithAck("version")).toBe("old old");
  await project.save({ "helper.ts": helper("new") });
  expect(await client.emitWithAck("version")).toBe("old new");
});

test("what a load that was given up registers later counts for nothing", async () => {
  await using project = await hotProject({ "handlers.ts": version("old"), "helper.ts": helper("old") });
  const client = await project.connect();
  await project.failure({
    "handlers.ts": version(
      "new",
      `await new Promise((resolve) => globalThis.process.once("at last", resolve)); on("late", () => "late"); tell("went on");`,
    ),
  });
  process.emit("at last" as never);
  await expect.poll(() => project.told).toContain("went on");
  expect(await client.emitWithAck("late")).toBe("nobody");
});

test("a default export that never settles is given up after five seconds", async () => {
  await using project = await hotProject({ "handlers.ts": version("old"), "helper.ts": helper("old") });
  const client = await project.connect();
  const error = await project.failure({
    "handlers.ts": version("new", "export default () => new Promise(() => {});"),
  });
  expect(error).toBeInstanceOf(SioError);
  expect(await client.emitWithAck("version")).toBe("old old");
});

test("a first load that fails says where", async () => {
  const failing = hotProject({
    "handlers.ts": `import { onDispose } from "sio-serve"; onDispose(() => tell("cleanup")); throw new Error("no");`,
  });
  await expect(failing).rejects.toThrow("handlers.ts:1:");
});
