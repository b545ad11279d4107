import { expect } from "vitest";
import { type Conversation, told } from "./conversation.ts";

/** Who is let in, who is together with whom, and what is remembered. */
export const people: readonly Conversation[] = [
  {
    page: "docs/rooms-and-namespaces.md",
    has: "You are not in that room.",
    async talk(server) {
      const [ann, bea] = [await server.connect(), await server.connect()];
      expect(await ann.call("join", "red")).toEqual([ann.sid, "red"]);
      expect(await bea.call("say", "red", "hi")).toEqual({ error: "You are not in that room." });
      await bea.call("join", "red");
      expect(told(ann)).toEqual([["joined", bea.sid]]);
      expect(await bea.call("say", "red", "hi")).toEqual({ ok: true });
      expect([told(ann), told(bea)]).toEqual([[["said", "hi"]], [["said", "hi"]]]);
      await bea.emit("leave", "red");
      expect(told(bea)).toEqual([["left", "red"]]);
    },
  },
  {
    page: "docs/rooms-and-namespaces.md",
    has: "notify",
    async talk(server) {
      const client = await server.connect({ auth: { user: "ann" } });
      server.app.to("user:ann").emit("notice", "hello");
      expect(await client.next("notice")).toEqual(["hello"]);
    },
  },
  {
    page: "docs/rooms-and-namespaces.md",
    has: "fetchSockets",
    async talk(server) {
      const client = await server.connect();
      expect(await client.call("who", client.sid)).toEqual([client.sid]);
    },
  },
  {
    page: "docs/rooms-and-namespaces.md",
    has: "Welcome",
    async talk(server) {
      const client = await server.connect();
      expect(told(client)).toEqual([["motd", "Welcome"]]);
      await expect(client.connect("/admin")).rejects.toThrow();
      await expect(client.connect("/news")).rejects.toThrow("Invalid namespace");
      const admin = await client.connect("/admin", { auth: { password: "let me in" } });
      expect(await admin.call("kick", "x")).toBe("x is gone");
      expect(admin.sid).not.toBe(client.sid);
    },
  },
  {
    page: "docs/rooms-and-namespaces.md",
    has: "class Admin",
    async talk(server) {
      const admin = await server.connect({ namespace: "/admin", auth: { password: "let me in" } });
      await expect(server.connect({ namespace: "/admin" })).rejects.toThrow();
      const client = await admin.connect("/");
      await admin.emit("kick", client.sid);
      await expect.poll(() => client.connected).toBe(false);
      expect(admin.connected).toBe(true);
    },
  },
  {
    page: "docs/rooms-and-namespaces.md",
    has: "documents",
    async talk(server) {
      const [ann, bea] = await Promise.all([1, 1].map((id) => server.connect({ namespace: `/documents/${id}` })));
      ann?.socket.emit("edit", "x");
      expect(await bea?.next("edited")).toEqual(["x"]);
    },
  },
  {
    page: "docs/authentication.md",
    has: "Sign in first.",
    async talk(server) {
      const refusal = { message: "Sign in first.", data: { code: "unauthorized" } };
      await expect(server.connect()).rejects.toMatchObject(refusal);
      await expect(server.connect({ auth: { token: "guess" } })).rejects.toMatchObject(refusal);
      const client = await server.connect({ auth: { token: "correct horse battery staple" } });
      expect(await client.call("whoami")).toBe("ann");
    },
  },
  {
    page: "docs/authentication.md",
    has: "class Admin",
    async talk(server) {
      const [admin, guest] = [await server.connect({ auth: { role: "admin" } }), await server.connect()];
      expect(await admin.call("kick", "x")).toBe("x is gone");
      expect(await guest.call("kick", "x")).toEqual({ error: "Only administrators may do that." });
    },
  },
  {
    page: "docs/authentication.md",
    has: "expiresAt",
    async talk(server) {
      const auth = { user: "ann", expiresAt: Date.now() + 50 };
      const client = await server.connect({ auth });
      expect(await client.next("expired")).toEqual([]);
      await expect.poll(() => client.connected).toBe(false);
    },
  },
  {
    page: "docs/security.md",
    has: "searches",
    async talk(server) {
      const client = await server.connect();
      for (let times = 0; times < 5; times += 1) expect(await client.call("search", "cats")).toEqual({ found: 4 });
      expect(await client.call("search", "cats")).toEqual({ error: "Five searches in ten seconds are enough." });
    },
  },
  {
    page: "docs/sessions.md",
    has: 'on("login"',
    async talk(server) {
      const client = await server.connect();
      await client.emit("login", "Ann");
      expect(await client.call("whoami")).toBe("Ann");
    },
  },
  {
    page: "docs/sessions.md",
    has: "expressSession",
    async talk(server) {
      await expect(server.connect()).rejects.toThrow();
      const response = await server.fetch("/login/ann", { method: "POST" });
      const client = await server.connect({ cookies: response.headers.getSetCookie() });
      expect(await client.call("whoami")).toBe("ann");
    },
  },
];
