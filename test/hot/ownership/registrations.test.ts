import { expect, test } from "vitest";
import { next } from "../../_support/server.ts";
import { hotProject } from "./project.ts";

test("a changed helper evaluates what depends on it, and the handlers of others stay", async () => {
  await using project = await hotProject({
    "handlers.ts": `import "./a.ts"; import "./b.ts";`,
    "a.ts": `import { on } from "sio-serve"; import { word } from "./word.ts"; on("a", () => word);`,
    "b.ts": `import { on } from "sio-serve"; let count = 0; on("b", () => ++count);`,
    "word.ts": `export const word = "old";`,
  });
  const client = await project.connect();
  expect(await client.emitWithAck("a")).toBe("old");
  expect(await client.emitWithAck("b")).toBe(1);
  const load = await project.save({ "word.ts": `export const word = "new";` });
  expect(load.evaluated).toEqual(["a.ts", "handlers.ts", "word.ts"]);
  expect(load.sockets).toBe(1);
  expect(load.files.size).toBe(4);
  expect(await client.emitWithAck("a")).toBe("new");
  expect(await client.emitWithAck("b")).toBe(2);
});

test("a file of a folder is replaced, and the state of the other namespaces is kept", async () => {
  const counter = `import { on } from "sio-serve"; let count = 0; on("count", () => ++count);`;
  await using project = await hotProject(
    { "handlers/index.ts": counter, "handlers/admin.ts": counter, "handlers/chat.ts": counter },
    "handlers",
  );
  const root = await project.connect("/");
  const admin = await project.connect("/admin");
  for (const client of [root, admin]) expect(await client.emitWithAck("count")).toBe(1);
  const load = await project.save({ "handlers/admin.ts": counter.replace("count = 0", "count = 100") });
  expect(load.evaluated).toEqual(["handlers/admin.ts"]);
  expect(await root.emitWithAck("count")).toBe(2);
  expect(await admin.emitWithAck("count")).toBe(101);
});

test("a handler that is no longer registered is gone", async () => {
  const both = `import { on } from "sio-serve"; on("stays", () => "here"); on("*", (name) => "nobody for " + name);`;
  await using project = await hotProject({ "handlers.ts": `${both} on("goes", () => "here");` });
  const client = await project.connect();
  expect(await client.emitWithAck("goes")).toBe("here");
  await project.save({ "handlers.ts": both });
  expect(await client.emitWithAck("goes")).toBe("nobody for goes");
  expect(await client.emitWithAck("stays")).toBe("here");
});

test("the handlers of a file that is no longer imported go with it", async () => {
  const rest = `import { on } from "sio-serve"; on("*", () => "nobody");`;
  await using project = await hotProject({
    "handlers.ts": `${rest} import "./extra.ts";`,
    "extra.ts": `import { on } from "sio-serve"; on("extra", () => "extra");`,
  });
  const client = await project.connect();
  expect(await client.emitWithAck("extra")).toBe("extra");
  await project.save({ "handlers.ts": rest });
  expect(await client.emitWithAck("extra")).toBe("nobody");
  await project.save({ "handlers.ts": `${rest} import "./extra.ts";` });
  expect(await client.emitWithAck("extra")).toBe("extra");
});

test("an added namespace takes clients, those that are connected elsewhere too", async () => {
  await using project = await hotProject(
    { "handlers/index.ts": `import { on } from "sio-serve"; on("hi", () => "index");` },
    "handlers",
  );
  const client = await project.connect();
  await project.save({ "handlers/late.ts": `import { on } from "sio-serve"; on("hi", () => "late");` });
  const late = client.io.socket("/late");
  late.connect();
  expect(await late.emitWithAck("hi")).toBe("late");
  expect(await client.emitWithAck("hi")).toBe("index");
});

test("a file that is taken out of the folder takes its handlers along", async () => {
  await using project = await hotProject(
    {
      "handlers/index.ts": `import { on } from "sio-serve"; on("*", (name) => name, { namespace: "*" });`,
      "handlers/admin.ts": `import { on } from "sio-serve"; on("hi", () => "admin");`,
    },
    "handlers",
  );
  const admin = await project.connect("/admin");
  expect(await admin.emitWithAck("hi")).toBe("admin");
  await project.remove("handlers/admin.ts");
  expect(await admin.emitWithAck("hi")).toBe("hi");
});

test("sessions, rooms and socket.data are kept", async () => {
  const text = (version: number) => `
    import { joinRoom, on, session, socket, to } from "sio-serve";
    on("enter", async (name: string) => { session.name = name; socket.data.name = name; await joinRoom("room"); });
    on("who", () => [session.name, socket.data.name, ${version}]);
    on("shout", () => to("room").emit("shouted", ${version}));
  `;
  await using project = await hotProject({ "handlers.ts": text(1) });
  const client = await project.connect();
  const { id } = client;
  await client.emitWithAck("enter", "Ann");
  await project.save({ "handlers.ts": text(2) });
  expect(await client.emitWithAck("who")).toEqual(["Ann", "Ann", 2]);
  const heard = next(client, "shouted");
  client.emit("shout");
  expect(await heard).toEqual([2]);
  expect(client.id).toBe(id);
});

test("a handler that is running ends in its own version", async () => {
  const text = (version: string) => `
    import { on } from "sio-serve";
    const version = "${version}";
    on("slow", async () => { await new Promise((resolve) => globalThis.process.once("go on", resolve)); return version; });
    on("fast", () => version);
  `;
  await using project = await hotProject({ "handlers.ts": text("old") });
  const client = await project.connect();
  const slow = client.emitWithAck("slow");
  expect(await client.emitWithAck("fast")).toBe("old");
  await project.save({ "handlers.ts": text("new") });
  expect(await client.emitWithAck("fast")).toBe("new");
  process.emit("go on" as never);
  expect(await slow).toBe("old");
});

test("the last registration of a name wins as in a fresh start, whichever file was evaluated again", async () => {
  const a = `import { on } from "sio-serve"; on("x", () => "a");`;
  const b = `import { on } from "sio-serve"; on("x", () => "b");`;
  await using project = await hotProject({ "handlers.ts": `import "./a.ts"; import "./b.ts";`, "a.ts": a, "b.ts": b });
  const client = await project.connect();
  expect(await client.emitWithAck("x")).toBe("b");
  await project.save({ "a.ts": `${a} // changed` });
  expect(await client.emitWithAck("x")).toBe("b");
});

test("what a helper registers belongs to the file whose code calls it", async () => {
  const helper = `import { on } from "sio-serve"; export const answer = (name: string) => on(name, () => name);`;
  const rest = `import { on } from "sio-serve"; import { answer } from "./helper.ts"; on("*", () => "nobody"); `;
  await using project = await hotProject({
    "handlers.ts": `${rest} answer("one"); answer("two");`,
    "helper.ts": helper,
  });
  const client = await project.connect();
  expect(await client.emitWithAck("two")).toBe("two");
  await project.save({ "handlers.ts": `${rest} answer("one");` });
  expect(await client.emitWithAck("one")).toBe("one");
  expect(await client.emitWithAck("two")).toBe("nobody");
});

test("what is registered while events are handled, after an await, or in a timer belongs to its file", async () => {
  const late = `
    import { on } from "sio-serve";
    await Promise.resolve();
    on("awaited", () => "awaited");
    setTimeout(() => on("timed", () => "timed"));
    on("learn", () => { on("learnt", () => "learnt"); });
  `;
  const rest = `import { on } from "sio-serve"; on("*", () => "nobody");`;
  await using project = await hotProject({
    "handlers.ts": `import "./late.ts"; ${rest}`,
    "late.ts": late,
  });
  const client = await project.connect();
  await client.emitWithAck("learn");
  for (const name of ["awaited", "timed", "learnt"]) {
    await expect.poll(() => client.emitWithAck(name)).toBe(name);
  }
  await project.save({ "handlers.ts": `import "./late.ts"; ${rest} // unchanged` });
  for (const name of ["awaited", "timed", "learnt"]) expect(await client.emitWithAck(name)).toBe(name);
  await project.save({ "late.ts": "" });
  for (const name of ["awaited", "timed", "learnt"]) expect(await client.emitWithAck(name)).toBe("nobody");
});

test("what the program itself has registered stays", async () => {
  await using project = await hotProject({ "handlers.ts": `import { on } from "sio-serve"; on("hi", () => 1);` });
  project.sio.on("program", () => "here");
  const client = await project.connect();
  await project.save({ "handlers.ts": `import { on } from "sio-serve"; on("hi", () => 2);` });
  expect(await client.emitWithAck("program")).toBe("here");
  expect(await client.emitWithAck("hi")).toBe(2);
});

test("what a file registers with the app itself while it is evaluated is its own, too", async () => {
  const rest = `import { app, on } from "sio-serve"; on("*", () => "nobody");`;
  await using project = await hotProject({ "handlers.ts": `${rest} app.on("hi", () => "here");` });
  const client = await project.connect();
  expect(await client.emitWithAck("hi")).toBe("here");
  await project.save({ "handlers.ts": rest });
  expect(await client.emitWithAck("hi")).toBe("nobody");
});

test("what an old version registers after it was replaced counts for nothing", async () => {
  const rest = `on("*", () => "nobody");`;
  await using project = await hotProject({
    "handlers.ts": `import { on } from "sio-serve"; ${rest}
      on("wait", async () => { await new Promise((resolve) => globalThis.process.once("register", resolve)); on("late", () => "old"); });`,
  });
  const client = await project.connect();
  const waited = client.emitWithAck("wait");
  expect(await client.emitWithAck("late")).toBe("nobody");
  await project.save({ "handlers.ts": `import { on } from "sio-serve"; ${rest}` });
  process.emit("register" as never);
  await waited;
  expect(await client.emitWithAck("late")).toBe("nobody");
});

test("a module that a handler imports has its handlers kept, and replaced with it", async () => {
  await using project = await hotProject({
    "handlers.ts": `import { on } from "sio-serve"; on("load", async () => { await import("./plugin.ts"); });`,
    "plugin.ts": `import { on } from "sio-serve"; on("plugin", () => 1);`,
    "other.ts": "",
  });
  const client = await project.connect();
  await client.emitWithAck("load");
  expect(await client.emitWithAck("plugin")).toBe(1);
  const load = await project.save({ "other.ts": "// not imported" });
  expect(load.evaluated).toEqual([]);
  expect(await client.emitWithAck("plugin")).toBe(1);
  await project.save({ "plugin.ts": `import { on } from "sio-serve"; on("plugin", () => 2);` });
  await client.emitWithAck("load");
  expect(await client.emitWithAck("plugin")).toBe(2);
});

test("schemas and error handlers are replaced with the rest", async () => {
  const text = (minimum: number) => `
    import { on, onError, onErrorDefault } from "sio-serve";
    const schema = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) =>
      (value as number) >= ${minimum} ? { value } : { issues: [{ message: "less than ${minimum}" }] } } };
    on("checked", schema as never, (value: number) => value);
    on("throws", () => { throw new Error("oops"); });
    on("throws", () => { throw new Error("oops"); }, { namespace: "/admin" });
    onErrorDefault(() => "default ${minimum}");
    onError(() => "admin ${minimum}", { namespace: "/admin" });
  `;
  await using project = await hotProject({ "handlers.ts": text(1) });
  const client = await project.connect();
  const admin = await project.connect("/admin");
  expect(await client.emitWithAck("checked", 1)).toBe(1);
  await project.save({ "handlers.ts": text(5) });
  expect(await client.emitWithAck("checked", 1)).toMatchObject({ error: { code: "invalid_payload" } });
  expect(await client.emitWithAck("throws")).toBe("default 5");
  expect(await admin.emitWithAck("throws")).toBe("admin 5");
});

test("HTTP routes are replaced, and gone when they are no longer exported", async () => {
  const text = (word: string) => `export const http = (_request, response) => response.end("${word}");`;
  await using project = await hotProject({ "handlers.ts": text("old") });
  const get = async () => (await project.fetch("/x")).text();
  expect(await get()).toBe("old");
  await project.save({ "handlers.ts": text("new") });
  expect(await get()).toBe("new");
  await project.save({ "handlers.ts": "export {};" });
  expect((await project.fetch("/x")).status).toBe(404);
});

test("the HTTP session's middleware is replaced", async () => {
  const text = (word: string) => `
    import { on, session } from "sio-serve";
    export const httpSession = (request, response, next) => {
      request.session = { id: "1", word: "${word}", save: (done) => done(), reload: (done) => done() };
      next();
    };
    on("word", () => session.word);
  `;
  await using project = await hotProject({ "handlers.ts": text("old") });
  expect(await (await project.connect()).emitWithAck("word")).toBe("old");
  await project.save({ "handlers.ts": text("new") });
  expect(await (await project.connect()).emitWithAck("word")).toBe("new");
});

test("a namespace's instance stays until its file is evaluated again", async () => {
  const text = `
    import { Namespace } from "sio-serve";
    import "./leaf.ts";
    export class Counter extends Namespace { count = 0; onCount() { return ++this.count; } }
  `;
  await using project = await hotProject(
    { "handlers/index.ts": text, "handlers/leaf.ts": "", "handlers/other.ts": "export {};" },
    "handlers",
  );
  const client = await project.connect();
  expect(await client.emitWithAck("count")).toBe(1);
  await project.save({ "handlers/other.ts": "export const changed = 1;" });
  expect(await client.emitWithAck("count")).toBe(2);
  await project.save({ "handlers/leaf.ts": "export {};" });
  expect(await client.emitWithAck("count")).toBe(1);
});

test("a default export that was not evaluated again is not run again", async () => {
  await using project = await hotProject(
    {
      "handlers/index.ts": `export default (io) => { tell("index"); io.on("connection", () => tell("connected")); };`,
      "handlers/chat.ts": `export default () => tell("chat 1");`,
    },
    "handlers",
  );
  const client = await project.connect();
  await project.save({ "handlers/chat.ts": `export default () => tell("chat 2");` });
  expect(project.told).toEqual(["chat 1", "index", "connected", "chat 2"]);
  expect(client.connected).toBe(true);
});
