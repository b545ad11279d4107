import { expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serveBare } from "./bare.ts";
import { benchJson } from "./run.ts";

const few = ["--connections", "3", "--duration", "20s"];

test("each client plays the scenario once, and the run is over when all have", async () => {
  const server = await serveBare();
  const joined: unknown[] = [];
  server.io.on("connection", (socket) => {
    socket.on("join", async (room, acknowledge) => {
      joined.push(room);
      await socket.join(room);
      acknowledge({ room, sid: socket.id });
    });
    socket.on("say", (room, words) => server.io.to(room).emit("said", words, Buffer.from("bytes")));
    socket.on("finish", (acknowledge) => {
      socket.emit("sure?", "really", (answer: string) => acknowledge(answer, "twice"));
    });
  });
  await using folder = await temporaryFolder({
    "names.ts": 'export const roomOf = (index: number): string => "room " + index;\n',
    "visit.ts": `
      import type { BenchClient, BenchRun } from "sio-serve";
      import { roomOf } from "./names.ts";

      export default async (client: BenchClient, { index, signal }: BenchRun) => {
        const room = roomOf(index);
        const answer = await client.call("join", room);
        if (answer.room !== room || answer.sid !== client.id) throw new Error("not my room");
        const said = client.next("said");
        client.emit("say", room, "hello");
        const [words, bytes] = await said;
        if (words !== "hello" || bytes.toString() !== "bytes") throw new Error("not my words");
        client.on("sure?", (how: string) => how + " sure");
        const answers = await client.call("finish");
        if (answers.join() !== "really sure,twice") throw new Error("not my answer: " + answers);
        if (signal.aborted || !client.connected) throw new Error("over");
        await client.disconnect();
      };
    `,
  });
  const { status, stderr, report } = await benchJson([server.url, ...few, "--scenario", "visit.ts"], {
    cwd: folder.path,
  });
  expect([status, stderr, report.errors]).toEqual([0, "", []]);
  expect(joined.sort()).toEqual(["room 0", "room 1", "room 2"]);
  expect(report.messages).toMatchObject({ sent: 9, answered: 6, unasked: 3, lost: 0, received: 6 });
  expect(report.load).toEqual({ kind: "scenario" });
});

test("a scenario that goes on is told when the time is up", async () => {
  await using folder = await temporaryFolder({
    "handlers.ts": 'import { on } from "sio-serve";\non("echo", (value: unknown) => value);\n',
    "loop.js":
      'export default async (client, { signal }) => { while (!signal.aborted) await client.call("echo", 1); };\n',
  });
  await using server = await startCli(["handlers.ts", "--port", "0"], { cwd: folder.path });
  const args = [server.url, "--connections", "3", "--duration", "300ms", "--scenario", "loop.js"];
  const { status, report } = await benchJson(args, { cwd: folder.path });
  expect([status, report.ok, report.errors]).toEqual([0, true, []]);
  expect(report.messages.answered).toBe(report.messages.sent);
  expect(report.messages.sent).toBeGreaterThan(3);
});

test("what a scenario throws is counted with its place; what is lost is counted once", async () => {
  const server = await serveBare();
  await using folder = await temporaryFolder({
    "wrong.ts": [
      "export default async (client, { index }) => {",
      '  if (index === 0) throw new TypeError("no room");',
      '  client.on("hey", () => null.length);',
      '  await client.call("mute");',
      "};",
    ].join("\n"),
  });
  server.io.on("connection", (socket) => socket.on("mute", () => socket.emit("hey")));
  const args = [server.url, ...few, "--scenario", "wrong.ts", "--timeout", "1s"];
  const { status, report } = await benchJson(args, { cwd: folder.path });
  expect(status).toBe(1);
  expect(report.messages).toMatchObject({ sent: 2, answered: 0, lost: 2 });
  expect(report.errors).toHaveLength(3);
  expect(report.errors).toEqual(
    expect.arrayContaining([
      { stage: "acknowledge", kind: "timeout", message: "no acknowledgement within 1 s", count: 2 },
      { stage: "scenario", kind: "TypeError", message: "no room (wrong.ts:2:26)", count: 1 },
      {
        stage: "scenario",
        kind: "TypeError",
        message: expect.stringMatching(/^Cannot read properties of null .*\(wrong\.ts:3:\d+\)$/),
        count: 2,
      },
    ]),
  );
});

test("a scenario that ignores the end does not keep the command", async () => {
  const server = await serveBare();
  await using folder = await temporaryFolder({ "stuck.ts": "export default () => new Promise(() => {});\n" });
  const flags = ["--connections", "2", "--duration", "100ms", "--timeout", "1s", "--scenario", "stuck.ts"];
  const { status, report } = await benchJson([server.url, ...flags], { cwd: folder.path });
  expect([status, report.messages.sent]).toEqual([0, 0]);
});

test.each([
  ["gone.ts", 66, "gone.ts"],
  ["broken.ts", 65, "broken.ts:1"],
  ["empty.ts", 65, "The default export of empty.ts must be a function."],
])("%s is told before anything connects", async (file, status, complaint) => {
  await using folder = await temporaryFolder({
    "broken.ts": "export default (;\n",
    "empty.ts": "export const a = 1;\n",
  });
  const result = await runCli(["bench", "http://127.0.0.1:1", "--scenario", file], { cwd: folder.path });
  expect([result.status, result.stdout]).toEqual([status, ""]);
  expect(result.stderr).toContain(complaint);
});
