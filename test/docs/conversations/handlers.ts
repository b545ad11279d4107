import { expect } from "vitest";
import { type Conversation, told } from "./conversation.ts";

/** What handlers answer, and what goes on beside them. */
export const handlers: readonly Conversation[] = [
  {
    page: "docs/handlers.md",
    has: "return false; // refused",
    async talk(server) {
      await expect(server.connect()).rejects.toThrow();
      const client = await server.connect({ auth: { name: "Ann" } });
      await client.emit("join", "red");
      expect(told(client)).toEqual([
        ["joined", "Ann"],
        ["welcome", { to: "red", you: client.sid }],
      ]);
    },
  },
  {
    page: "docs/handlers.md",
    has: "ackWith",
    async talk(server) {
      const client = await server.connect();
      expect([await client.call("add", 1, 2), await client.call("divide", 7, 2)]).toEqual([3, [3, 1]]);
    },
  },
  {
    page: "docs/handlers.md",
    has: "really?",
    async talk(server) {
      const client = await server.connect();
      client.socket.on("really?", (id: string, answer: (yes: boolean) => void) => answer(id === "old"));
      expect(await client.call("delete", "old")).toEqual({ deleted: true });
      expect(await client.call("delete", "new")).toEqual({ deleted: false });
    },
  },
  {
    page: "docs/handlers.md",
    has: "Sign in first",
    async talk(server) {
      await expect(server.connect()).rejects.toMatchObject({
        message: "Sign in first",
        data: { code: "unauthorized" },
      });
      expect((await server.connect({ auth: { token: "secret" } })).connected).toBe(true);
    },
  },
  {
    page: "docs/handlers.md",
    has: "ack?.(",
    async talk(server) {
      const client = await server.connect();
      expect(await client.call("hi", "Ann")).toBe("hi Ann");
    },
  },
  {
    page: "docs/handlers.md",
    has: "onMyEvent",
    async talk(server) {
      const client = await server.connect();
      expect([await client.call("myEvent", 1), await client.call("my event")]).toEqual([2, client.sid]);
    },
  },
  {
    page: "docs/handlers.md",
    has: "express()",
    async talk(server) {
      const client = await server.connect();
      expect((await server.fetch("/announce?text=hello", { method: "POST" })).status).toBe(204);
      expect(await client.next("announcement")).toEqual(["hello"]);
    },
  },
  {
    page: "docs/scaling.md",
    has: "clock",
    async talk(server) {
      const client = await server.connect();
      expect(await client.next("time")).toEqual([expect.any(Number)]);
    },
  },
  {
    page: "docs/background-tasks.md",
    has: "countDown",
    async talk(server) {
      const client = await server.connect();
      expect(await client.call("count down", 1)).toBe("started");
      expect(await client.next("count")).toEqual([1]);
    },
  },
  {
    page: "docs/background-tasks.md",
    has: "report",
    async talk(server) {
      const client = await server.connect();
      expect(await client.call("report")).toEqual({ pages: 3 });
    },
  },
];
