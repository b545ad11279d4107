import type { Socket } from "socket.io-client";
import { describe, expect, test } from "vitest";
import { type SocketIO, session } from "../../src/index.ts";
import { connected, serve } from "../_support/server.ts";
import { openWebsite } from "./website.ts";

const transports = ["polling", "websocket"];
const shared = { manageSession: false };

/** Clients read and write what their session holds. */
function notes(sio: SocketIO): void {
  sio.on("set", (key: string, value: unknown) => {
    session[key] = value;
  });
  sio.on("get", (key: string) => session[key]);
}

/** Breaks the connection below Socket.IO, and comes back once the server has noticed. */
async function breakAndReturn(client: Socket, sio: SocketIO): Promise<void> {
  client.io.engine.close();
  await expect.poll(() => sio.io.of("/").sockets.size).toBe(0);
  await connected(client.connect());
}

describe("a session", () => {
  test.each(transports)("belongs to one client for as long as it is connected, over %s", async (transport) => {
    await using server = await serve(notes);
    const client = server.client({ transports: [transport] });
    const other = server.client({ transports: [transport] });
    await client.emitWithAck("set", "name", "Ann");
    expect([await client.emitWithAck("get", "name"), await other.emitWithAck("get", "name")]).toEqual([
      "Ann",
      undefined,
    ]);
    client.disconnect();
    expect(await client.connect().emitWithAck("get", "name")).toBeUndefined();
  });

  test.each(transports)("survives a connection that breaks and is recovered, over %s", async (transport) => {
    await using server = await serve(notes, { connectionStateRecovery: "1m" });
    const client = await connected(server.client({ transports: [transport] }));
    // Recovery begins with the last event that the client got.
    server.sio.emit("hello");
    await client.emitWithAck("set", "name", "Ann");
    await breakAndReturn(client, server.sio);
    expect([client.recovered, await client.emitWithAck("get", "name")]).toEqual([true, "Ann"]);
  });

  test("is a plain object to all that looks at one", async () => {
    await using server = await serve((sio) =>
      sio.on("look", () => {
        Object.assign(session, { a: 1, b: [2], gone: true });
        delete session.gone;
        session.b = { c: 3 };
        const frozen = Reflect.preventExtensions(session);
        return [
          { ...session },
          Object.keys(session),
          "a" in session,
          "gone" in session,
          JSON.stringify(session),
          frozen,
        ];
      }),
    );
    const plain = { a: 1, b: { c: 3 } };
    const seen = [plain, ["a", "b"], true, false, JSON.stringify(plain), false];
    expect(await server.client().emitWithAck("look")).toEqual(seen);
  });

  test("outside of a handler says what to use instead", () => {
    expect(() => session.name).toThrow("socket.data.session");
  });

  test("is still there in the disconnect handler", async () => {
    const last: unknown[] = [];
    await using server = await serve((sio) => {
      notes(sio);
      sio.on("disconnect", () => last.push(session.name));
    });
    const client = server.client();
    await client.emitWithAck("set", "name", "Ann");
    client.disconnect();
    await expect.poll(() => last).toEqual(["Ann"]);
  });
});

describe.each(transports)("a session of its own beside an HTTP session, over %s", (transport) => {
  test("begins as a copy of it", async () => {
    await using site = await openWebsite(notes);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = browser.tab({ transport });
    expect(await tab.emitWithAck("get", "user")).toBe("Ann");
    expect(await tab.emitWithAck("get", "cookie")).toBeUndefined();
  });

  test("is changed by nobody else, and changes nothing else", async () => {
    await using site = await openWebsite(notes);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tabs = [browser.tab({ transport }), browser.tab({ transport })] as const;
    for (const tab of tabs) expect(await tab.emitWithAck("get", "user")).toBe("Ann");
    await tabs[0].emitWithAck("set", "user", "Bob");
    await browser.get("/set/colour/red");
    expect(await browser.get("/session")).toEqual({ user: "Ann", colour: "red" });
    expect(await tabs[1].emitWithAck("get", "user")).toBe("Ann");
    expect(await tabs[1].emitWithAck("get", "colour")).toBeUndefined();
  });
});

describe.each(transports)("a session shared with HTTP, over %s", (transport) => {
  test("is read and written by pages and sockets alike", async () => {
    await using site = await openWebsite(notes, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = browser.tab({ transport });
    expect(await tab.emitWithAck("get", "user")).toBe("Ann");
    await tab.emitWithAck("set", "colour", "red");
    expect(await browser.get("/session")).toEqual({ user: "Ann", colour: "red" });
    await browser.get("/set/colour/blue");
    expect(await tab.emitWithAck("get", "colour")).toBe("blue");
  });

  test("is one for all tabs", async () => {
    await using site = await openWebsite(notes, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const [one, two] = [browser.tab({ transport }), browser.tab({ transport })];
    await one.emitWithAck("set", "colour", "red");
    expect(await two.emitWithAck("get", "colour")).toBe("red");
    const stranger = site.browser().tab({ transport });
    expect(await stranger.emitWithAck("get", "colour")).toBeUndefined();
  });

  test("survives a connection that breaks and is recovered", async () => {
    await using site = await openWebsite(notes, { ...shared, connectionStateRecovery: "1m" });
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = await connected(browser.tab({ transport }));
    site.sio.emit("hello");
    await tab.emitWithAck("set", "colour", "red");
    await breakAndReturn(tab, site.sio);
    expect([tab.recovered, await tab.emitWithAck("get", "colour")]).toEqual([true, "red"]);
  });

  test("is not written back by a connection that has seen an older one", async () => {
    await using site = await openWebsite(notes, { ...shared, resave: true });
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = await connected(browser.tab({ transport }));
    await browser.get("/set/colour/red");
    // Over polling, this answer ends a request that began before the page wrote.
    expect(await tab.emitWithAck("get", "colour")).toBe("red");
    expect(await browser.get("/session")).toEqual({ user: "Ann", colour: "red" });
  });

  test("that was destroyed by a page is empty, and no handler brings it back", async () => {
    await using site = await openWebsite(notes, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = browser.tab({ transport });
    expect(await tab.emitWithAck("get", "user")).toBe("Ann");
    await browser.get("/logout");
    expect(await tab.emitWithAck("get", "user")).toBeUndefined();
    await tab.emitWithAck("set", "colour", "red");
    expect(await tab.emitWithAck("get", "colour")).toBe("red");
    expect(await browser.get("/session")).toEqual({});
  });

  test("that was destroyed before the first event is empty", async () => {
    await using site = await openWebsite(notes, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = await connected(browser.tab({ transport }));
    await browser.get("/logout");
    expect(await tab.emitWithAck("get", "user")).toBeUndefined();
  });

  test("of a client without a cookie keeps what handlers write", async () => {
    await using site = await openWebsite(notes, shared);
    const tab = site.browser().tab({ transport });
    await tab.emitWithAck("set", "colour", "red");
    expect(await tab.emitWithAck("get", "colour")).toBe("red");
  });
});

describe("a session shared with HTTP", () => {
  test("that two handlers write at once is as the last of them has left it", async () => {
    const releases = new Map<string, () => void>();
    await using site = await openWebsite((sio) => {
      sio.on("set when told", async (key: string) => {
        session[key] = "written";
        await new Promise<void>((resolve) => releases.set(key, resolve));
      });
    }, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const [one, two] = [browser.tab(), browser.tab()];
    const writing = [one.emitWithAck("set when told", "a"), two.emitWithAck("set when told", "b")];
    await expect.poll(() => [...releases.keys()].sort()).toEqual(["a", "b"]);
    releases.get("a")?.();
    await writing[0];
    expect(await browser.get("/session")).toEqual({ user: "Ann", a: "written" });
    releases.get("b")?.();
    await writing[1];
    expect(await browser.get("/session")).toEqual({ user: "Ann", b: "written" });
  });

  test("loses nothing that one client writes if its events are handled one after the other", async () => {
    await using site = await openWebsite(notes, { ...shared, asyncHandlers: false });
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = browser.tab();
    await Promise.all(["a", "b", "c"].map((key) => tab.emitWithAck("set", key, key)));
    expect(await browser.get("/session")).toEqual({ user: "Ann", a: "a", b: "b", c: "c" });
  });

  test("is saved by the connect and disconnect handlers, and by a handler that fails after it wrote", async () => {
    await using site = await openWebsite((sio) => {
      sio.on("connect", () => {
        session.online = true;
      });
      sio.on("fail", () => {
        session.failed = true;
        throw new Error("boom");
      });
      sio.on("disconnect", () => {
        session.online = false;
      });
    }, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = await connected(browser.tab());
    expect(await browser.get("/session")).toEqual({ user: "Ann", online: true });
    await tab.emitWithAck("fail");
    expect(await browser.get("/session")).toEqual({ user: "Ann", online: true, failed: true });
    tab.disconnect();
    // A page that is asked meanwhile could write the older session back: this store does so for every page that reads.
    await expect.poll(() => [site.sio.io.of("/").sockets.size, site.sio.running.size]).toEqual([0, 0]);
    expect(await browser.get("/session")).toEqual({ user: "Ann", online: false, failed: true });
  });

  test("that a handler destroys is gone for pages too", async () => {
    await using site = await openWebsite((sio) => {
      notes(sio);
      sio.on("log out", () => {
        session.left = true;
        return new Promise((resolve) => (session.destroy as (done: (error?: unknown) => void) => void)(resolve));
      });
    }, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = browser.tab();
    await tab.emitWithAck("log out");
    expect(await browser.get("/session")).toEqual({});
    expect(await tab.emitWithAck("get", "user")).toBeUndefined();
  });

  test("that its store cannot read or save is the handler's failure, and is logged", async () => {
    await using site = await openWebsite(notes, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    const tab = await connected(browser.tab());
    const { get, set } = site.store;
    site.store.get = (_id, done) => done(new Error("the disk is on fire"));
    expect(await tab.emitWithAck("get", "user")).toMatchObject({ error: { code: "handler_failed" } });
    site.store.get = get;
    site.store.set = (_id, _session, done) => done?.(new Error("the disk is full"));
    expect(await tab.emitWithAck("set", "a", 1)).toMatchObject({ error: { code: "handler_failed" } });
    site.store.set = set;
    expect(await tab.emitWithAck("get", "user")).toBe("Ann");
    expect(site.log.map(({ message }) => message)).toEqual([
      expect.stringContaining("could not be read"),
      expect.stringContaining("could not be saved"),
    ]);
  });

  test("that its store cannot read at the handshake refuses the client, and is logged", async () => {
    await using site = await openWebsite(notes, shared);
    const browser = site.browser();
    await browser.get("/login/Ann");
    site.store.get = (_id, done) => done(new Error("the disk is on fire"));
    await expect(connected(browser.tab())).rejects.toThrow("websocket error");
    expect(site.log[0]?.message).toContain("the disk is on fire");
  });

  test("is refused at the start if there is none, or what is given is no middleware", async () => {
    await expect(serve(notes, shared)).rejects.toMatchObject({
      code: "config",
      message: "manageSession is off, so handlers write the HTTP session, but there is none.",
      hint: expect.stringContaining("Export httpSession"),
    });
    await expect(serve(notes, { httpSession: {} as never })).rejects.toThrow("httpSession must be a middleware");
  });
});
