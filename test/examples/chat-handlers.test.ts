import { randomBytes } from "node:crypto";
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { connected } from "../_support/server.ts";

const newId = () => randomBytes(16).toString("hex");
const png = Buffer.from("89504e470d0a1a0a00", "hex");

const badNames = [undefined, 42, "", " ", "x".repeat(25), "<b>", ["lobby"], { toString: "lobby" }];
const badDrafts = {
  nothing: undefined,
  "a string": "hello",
  "no id": { text: "hello" },
  "an id of another kind": { id: "../../etc", text: "hello" },
  "no text": { id: newId() },
  "only spaces": { id: newId(), text: "   " },
  "a text that is too long": { id: newId(), text: "x".repeat(2001) },
  "an image that is a string": { id: newId(), text: "hello", image: "data:image/png;base64,AA" },
  "bytes of no image": { id: newId(), text: "hello", image: Buffer.from("<svg onload=alert(1)>") },
  "an image that is too big": { id: newId(), text: "hello", image: Buffer.concat([png, Buffer.alloc(700_000)]) },
};

test("a message that is sent again with its id reaches the room once and is kept once", async () => {
  const { enter } = await openChat();
  const ada = await enter("Ada");
  const ben = await enter("Ben");
  const heard: unknown[] = [];
  ben.on("message", ({ text }) => heard.push(text));

  const draft = { id: newId(), text: "hello" };
  const first = await ada.emitWithAck("say", draft);
  expect(await ada.emitWithAck("say", draft)).toEqual(first);
  await ada.emitWithAck("say", { id: newId(), text: "last" });
  await expect.poll(() => heard).toEqual(["hello", "last"]);
  expect(await textsIn(ben, "lobby")).toEqual(["hello", "last"]);
});

test("an image arrives as the bytes that were sent, with the type that its own bytes show", async () => {
  const { enter } = await openChat();
  const ada = await enter("Ada");
  const ben = await enter("Ben");
  const message = new Promise((resolve) => ben.once("message", resolve));
  await ada.emitWithAck("say", { id: newId(), text: "", image: png });
  expect(await message).toMatchObject({
    name: "Ada",
    room: "lobby",
    text: "",
    image: { type: "image/png", bytes: png },
  });
});

test("a message that is not as it should be is answered with an error and not kept", async () => {
  const { enter } = await openChat();
  const ada = await enter("Ada");
  for (const [what, draft] of Object.entries(badDrafts)) {
    const answer = await ada.emitWithAck("say", draft);
    expect(answer, what).toEqual({ error: expect.stringContaining("up to 2000 characters") });
  }
  expect(await textsIn(ada, "lobby")).toEqual([]);
});

test("what is no name is refused for a room and for a person", async () => {
  const { enter, connect } = await openChat();
  const ada = await enter("Ada");
  for (const name of badNames) {
    expect(await ada.emitWithAck("join", name)).toEqual({
      error: expect.stringContaining("1 to 24 letters or digits"),
    });
    await expect(connected(connect(name))).rejects.toThrow("1 to 24 letters or digits");
  }
});

test("the rooms and the history of a room are bounded, and a room with somebody in it stays", async () => {
  const { enter } = await openChat();
  const ada = await enter("Ada");
  const ben = await enter("Ben");
  await ben.emitWithAck("join", "garden");
  for (let count = 0; count < 105; count += 1) await ben.emitWithAck("say", { id: newId(), text: `${count}` });
  for (let count = 0; count < 30; count += 1) await ada.emitWithAck("join", `room ${count}`);

  const rooms = new Promise<{ name: string }[]>((resolve) => ada.once("rooms", resolve));
  const texts = await textsIn(ada, "garden");
  expect(texts).toHaveLength(100);
  expect(texts.at(-1)).toBe("104");
  const names = (await rooms).map(({ name }) => name);
  expect(names).toHaveLength(20);
  expect(names).toEqual(expect.arrayContaining(["lobby", "garden", "room 29"]));
});

/** The chat, served by the command line, and clients of it. */
async function openChat() {
  const server = await startCli(["examples/chat/handlers.ts", "--port", "0"]);
  const clients: Socket[] = [];
  onTestFinished(async () => {
    for (const client of clients) client.disconnect();
    await server.stop();
  });

  function connect(name: unknown): Socket {
    const client = io(server.url, { auth: { name, key: newId() }, reconnection: false, forceNew: true });
    clients.push(client);
    return client;
  }

  async function enter(name: string): Promise<Socket> {
    const client = await connected(connect(name));
    await client.emitWithAck("join", "lobby");
    return client;
  }

  return { connect, enter };
}

/** What a room remembers, as one sees who joins it. */
async function textsIn(client: Socket, room: string): Promise<string[]> {
  const { messages } = await client.emitWithAck("join", room);
  return messages.map(({ text }: { text: string }) => text);
}
