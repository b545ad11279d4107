import { expect } from "vitest";
import type { TestServer } from "../../../src/testing.ts";
import { type Conversation, told } from "./conversation.ts";

/** Schemas, and code that was brought along. */
export const migrating: readonly Conversation[] = [
  ...["zod", "valibot", "arktype"].map((library) => ({
    page: "docs/types.md",
    has: `from "${library}"`,
    async talk(server: TestServer) {
      const client = await server.connect();
      expect(await client.call("say", { room: "red", text: " hello " })).toBe("5 characters to red");
      expect(await client.call("say", { room: "red", text: " " })).toMatchObject({
        error: { code: "invalid_payload", issues: [{ path: ["text"] }] },
      });
    },
  })),
  {
    page: "docs/types.md",
    has: "number().default(0)",
    async talk(server) {
      const client = await server.connect();
      expect(await client.call("move", "king", 1)).toBe("king to 1, 0");
    },
  },
  {
    page: "docs/types.md",
    has: "onKnock",
    async talk(server) {
      const client = await server.connect();
      expect(await client.call("knock", "Ann")).toBe("Come in, Ann.");
      expect(await client.call("say", { text: "hello" })).toEqual({ length: 5 });
    },
  },
  {
    page: "docs/migrating-from-socket.io.md",
    has: "after: handlers.js",
    async talk(server) {
      await expect(server.connect()).rejects.toThrow("unauthorized");
      const client = await server.connect({ auth: { token: "secret" } });
      client.socket.emit("join", "red");
      expect(await client.call("say", "red", "hi")).toBe("ok");
      expect(await client.next("said")).toEqual(["hi"]);
    },
  },
  {
    page: "docs/migrating-from-socket.io.md",
    has: "// handlers.ts",
    async talk(server) {
      await expect(server.connect()).rejects.toThrow("unauthorized");
      const client = await server.connect({ auth: { token: "secret" } });
      await client.emit("join", "red");
      expect(await client.call("say", "red", "hi")).toBe("ok");
      expect(told(client)).toEqual([["said", "hi"]]);
    },
  },
  {
    page: "docs/migrating-from-ws.md",
    has: "return true",
    async talk(server) {
      const client = await server.connect();
      await client.emit("join", "lobby");
      expect(await client.call("say", "lobby", "hello")).toBe(true);
      expect(told(client)).toEqual([["said", "hello"]]);
    },
  },
];
