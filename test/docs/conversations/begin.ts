import { expect } from "vitest";
import type { TestServer } from "../../../src/testing.ts";
import { type Conversation, told } from "./conversation.ts";

/** What a newcomer tries first. */
export const begin: readonly Conversation[] = [
  {
    page: "README.md",
    has: "Pick a room.",
    async talk(server) {
      const [ann, bea] = [await server.connect(), await server.connect()];
      expect(told(ann)).toEqual([["hello", "Pick a room."]]);
      await ann.emit("join", "red");
      await bea.emit("say", "red", "hi");
      expect(told(ann)).toEqual([["said", "hi"]]);
      expect(told(bea)).toEqual([["hello", "Pick a room."]]);
      expect(await ann.call("add", 1, 2)).toBe(3);
    },
  },
  {
    page: "README.md",
    has: "export default (io",
    async talk(server) {
      const client = await server.connect();
      client.socket.emit("hi");
      expect(await client.next("hi")).toEqual([]);
    },
  },
  {
    page: "README.md",
    has: "extends Namespace",
    async talk(server) {
      const client = await server.connect();
      expect(told(client)).toEqual([["joined", client.sid]]);
      await client.emit("message", "hello");
      expect(told(client)).toEqual([["message", "hello"]]);
    },
  },
  { page: "docs/index.md", has: "Pick a room.", talk: addsTwo },
  {
    page: "docs/getting-started.md",
    has: "to the one who asked",
    async talk(server) {
      const client = await server.connect();
      expect(await client.call("hello", "Ann")).toBe("Hello Ann");
      expect(told(client)).toEqual([["greeted", "Ann"]]);
    },
  },
  { page: "docs/load-testing.md", has: '"echo"', talk: echoes },
  {
    page: "docs/hot-reload.md",
    has: "scores",
    async talk(server) {
      const client = await server.connect();
      expect(await client.call("score", "ann")).toBe(0);
    },
  },
];

async function addsTwo(server: TestServer): Promise<void> {
  const client = await server.connect();
  expect(await client.call("add", 1, 2)).toBe(3);
}

async function echoes(server: TestServer): Promise<void> {
  const client = await server.connect();
  expect(await client.call("echo", "x")).toBe("x");
}
