import { AsyncResource } from "node:async_hooks";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { hot } from "../../../src/index.ts";
import { RestartNeeded } from "../../../src/run/restart-needed.ts";
import { hotProject } from "./project.ts";

test("hot.data is the file's own and survives its swaps", async () => {
  const text = (version: number) => `
    import { hot, on } from "sio-serve";
    hot.data.loads = (hot.data.loads ?? 0) + 1;
    on("loads of ${version}", () => hot.data.loads);
  `;
  await using project = await hotProject({ "handlers.ts": `import "./other.ts"; ${text(1)}`, "other.ts": text(1) });
  await project.save({ "handlers.ts": `import "./other.ts"; ${text(2)}` });
  await project.save({ "handlers.ts": `import "./other.ts"; ${text(3)}` });
  const client = await project.connect();
  expect(await client.emitWithAck("loads of 3")).toBe(3);
  expect(await client.emitWithAck("loads of 1")).toBe(1);
});

test("hot.data begins anew when a file has been away", async () => {
  const extra = `import { hot } from "sio-serve"; tell(hot.data.seen ?? "new"); hot.data.seen = "seen";`;
  await using project = await hotProject({ "handlers.ts": `import "./extra.ts";`, "extra.ts": extra });
  await project.save({ "extra.ts": `${extra} // again` });
  await project.save({ "handlers.ts": "" });
  await project.save({ "handlers.ts": `import "./extra.ts";` });
  expect(project.told).toEqual(["new", "seen", "new"]);
});

test("outside of handlers files, hot.data is empty and nothing is replaying", () => {
  expect(hot.data).toEqual({});
  expect(hot.replaying).toBe(false);
  hot.decline();
});

test("a change of a file that has declined asks for a restart, and changes nothing", async () => {
  const text = `import { hot, on } from "sio-serve"; tell("evaluated"); hot.decline(); on("version", () => "old");`;
  await using project = await hotProject({ "handlers.ts": `import "./native.ts";`, "native.ts": text });
  const client = await project.connect();
  const error = await project.failure({ "native.ts": text.replace("old", "new") });
  expect(error).toBeInstanceOf(RestartNeeded);
  expect((error as RestartNeeded).reason).toBe("native.ts has declined to be replaced");
  expect(project.told).toEqual(["evaluated"]);
  expect(await client.emitWithAck("version")).toBe("old");
});

test("so does a change of what it imports, and of what imports it no more", async () => {
  await using project = await hotProject({
    "handlers.ts": `import "./native.ts";`,
    "native.ts": `import { hot } from "sio-serve"; import "./leaf.ts"; hot.decline();`,
    "leaf.ts": "",
  });
  expect(await project.failure({ "leaf.ts": "export {};" })).toBeInstanceOf(RestartNeeded);
});

test("a file that has declined may not be left out either", async () => {
  await using project = await hotProject({
    "handlers.ts": `import "./native.ts";`,
    "native.ts": `import { hot } from "sio-serve"; hot.decline();`,
  });
  expect(await project.failure({ "handlers.ts": "" })).toBeInstanceOf(RestartNeeded);
});

test("after a restart of the server, a file that had declined is loaded anew", async () => {
  const text = `import { hot, on } from "sio-serve"; hot.decline(); on("version", () => "old");`;
  await using project = await hotProject({ "handlers.ts": text });
  await project.failure({ "handlers.ts": text.replace("old", "new") });
  await project.restart();
  expect(await (await project.connect()).emitWithAck("version")).toBe("new");
});

test("after the server has stopped, a load evaluates everything again, whatever has changed", async () => {
  await using project = await hotProject({
    "handlers.ts": `import "./stays.ts"; export const version = 1;`,
    "stays.ts": `import { hot, on } from "sio-serve"; tell(hot.data.seen ?? "new"); hot.data.seen = "seen"; on("stays", () => "here");`,
  });
  const { registry } = project.sio;
  await project.restart(() => project.sio.swap(registry));
  const load = await project.save({ "handlers.ts": `import "./stays.ts"; export const version = 2;` });
  expect(load.evaluated).toEqual(["handlers.ts", "stays.ts"]);
  expect(await (await project.connect()).emitWithAck("stays")).toBe("here");
  expect(project.told).toEqual(["new", "new"]);
});

test("other files are replaced as ever beside one that has declined", async () => {
  await using project = await hotProject({
    "handlers.ts": `import { on } from "sio-serve"; import "./native.ts"; on("version", () => "old");`,
    "native.ts": `import { hot, on } from "sio-serve"; hot.decline(); on("native", () => "here");`,
  });
  const client = await project.connect();
  await project.save({
    "handlers.ts": `import { on } from "sio-serve"; import "./native.ts"; on("version", () => "new");`,
  });
  expect(await client.emitWithAck("version")).toBe("new");
  expect(await client.emitWithAck("native")).toBe("here");
});

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

test("versions that have been replaced are garbage-collected with all they have registered", async () => {
  const old: WeakRef<object>[] = [];
  const longLived: AsyncResource[] = [];
  Object.assign(globalThis, {
    remember(held: object) {
      old.push(new WeakRef(held));
      longLived.push(new AsyncResource("test"));
    },
  });
  const text = (version: number) => `
    import { hot, Namespace, on, onDispose, onError, startBackgroundTask, sleep } from "sio-serve";
    const held = { big: new Array(1000).fill(${version}) };
    remember(held);
    on("held", () => held);
    onError(() => held);
    onDispose(() => void held);
    hot.data.version = ${version};
    setInterval(() => void held, 1_000);
    setTimeout(function again() { setTimeout(again, 1); void held; }, 1);
    startBackgroundTask(async (signal) => { await sleep(60_000, signal); void held; });
    export class Held extends Namespace { onHi() { return held; } }
    export default (io) => { io.of("/plain").on("connection", () => held); };
  `;
  await using project = await hotProject({ "handlers.ts": text(0) });
  const client = await project.connect();
  for (let version = 1; version <= 20; version++) {
    await project.save({ "handlers.ts": text(version) });
    await client.emitWithAck("held");
  }
  const alive = async () => {
    await setImmediate();
    gc();
    return old.filter((ref) => ref.deref()).length;
  };
  await expect.poll(alive).toBeLessThanOrEqual(2);
});
