import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { connected, next } from "../_support/server.ts";
import { openClient } from "../server/client.ts";

test("the chat that docs/migrating-from-flask-socketio.md ports does what the model's does", async () => {
  const page = await readFile(new URL("../../docs/migrating-from-flask-socketio.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  await using folder = await temporaryFolder({ "chat.ts": blocks.join("\n") });
  await using server = await startCli(["chat.ts", "--port", "0"], { cwd: folder.path });

  await expect(connected(openClient(server.url))).rejects.toThrow("Who are you?");
  const [ann, bea] = [
    openClient(server.url, { auth: { name: "Ann" } }),
    openClient(server.url, { auth: { name: "Bea" } }),
  ];
  expect(await ann.emitWithAck("join", "red")).toEqual([ann.id, "red"]);
  const joined = next(ann, "joined");
  expect(await bea.emitWithAck("join", "red")).toContain("red");
  expect(await joined).toEqual(["Bea"]);

  const said = [next(ann, "said"), next(bea, "said")];
  ann.emit("say", "red", "hello");
  expect(await Promise.all(said)).toEqual([[{ by: "Ann", text: "hello" }], [{ by: "Ann", text: "hello" }]]);
  expect(await ann.emitWithAck("say", "blue", "hello")).toEqual({ error: "Error: You are not in that room." });

  const announced = next(bea, "announcement");
  expect((await fetch(`${server.url}/announce`, { method: "POST", body: "closing" })).status).toBe(204);
  expect(await announced).toEqual(["closing"]);

  const left = next(ann, "left");
  bea.disconnect();
  expect(await left).toEqual(["Bea"]);
  expect(await server.stop()).toBe(0);
});
