import { describe, expect, test } from "vitest";
import { request, type SocketIO } from "../../src/index.ts";
import { connected, serve } from "../_support/server.ts";

/** Handlers that wait until the test lets them go, and what happened so far. */
function gated() {
  const seen: string[] = [];
  const doors = new Map<string, () => void>();
  const wait = async (name: string) => {
    seen.push(`${name} begins`);
    await new Promise<void>((resolve) => doors.set(name, resolve));
    seen.push(`${name} ends`);
  };
  const register = (sio: SocketIO) => {
    for (const namespace of ["/", "/other"]) {
      sio.on("wait", wait, { namespace });
      sio.on("pass", (name: string) => void seen.push(name), { namespace });
      sio.on("disconnect", () => void seen.push(`left ${request.namespace}`), { namespace });
    }
  };
  /** Lets a handler go as soon as it waits. */
  const open = async (name: string) => {
    await expect.poll(() => doors.has(name)).toBe(true);
    doors.get(name)?.();
  };
  return { seen, register, open };
}

const inOrder = { asyncHandlers: false };

describe("with asyncHandlers: false", () => {
  test("one client's events are handled one after the other, and sync ones keep their place", async () => {
    const { seen, register, open } = gated();
    await using server = await serve(register, inOrder);
    const client = server.client();
    const first = client.emitWithAck("wait", "a");
    client.emit("pass", "b");
    const third = client.emitWithAck("wait", "c");
    const last = client.emitWithAck("pass", "d");
    await expect.poll(() => seen).toEqual(["a begins"]);
    await open("a");
    await first;
    await open("c");
    await third;
    await last;
    expect(seen).toEqual(["a begins", "a ends", "b", "c begins", "c ends", "d"]);
  });

  test("other clients, and other namespaces of the same client, go on meanwhile", async () => {
    const { seen, register, open } = gated();
    await using server = await serve(register, inOrder);
    const [one, two] = [await connected(server.client()), server.client()];
    const waiting = one.emitWithAck("wait", "a");
    await expect.poll(() => seen).toEqual(["a begins"]);
    await two.emitWithAck("pass", "another client");
    const elsewhere = one.io.socket("/other").connect();
    await elsewhere.emitWithAck("pass", "another namespace");
    expect(seen).toEqual(["a begins", "another client", "another namespace"]);
    await open("a");
    await waiting;
    elsewhere.disconnect();
  });

  test("the disconnect handler runs after those of the events before it", async () => {
    const { seen, register, open } = gated();
    await using server = await serve(register, inOrder);
    const client = await connected(server.client());
    client.emit("wait", "a");
    client.emit("pass", "b");
    // Socket.IO drops an event that comes together with the disconnect: both must have come before.
    await expect.poll(() => server.sio.running.size).toBe(2);
    client.disconnect();
    await expect.poll(() => server.sio.io.of("/").sockets.size).toBe(0);
    expect(seen).toEqual(["a begins"]);
    await open("a");
    await expect.poll(() => seen).toEqual(["a begins", "a ends", "b", "left /"]);
  });

  test("a handler that never settles holds up its own client alone, and the server still stops", async () => {
    const { seen, register } = gated();
    await using server = await serve(register, { ...inOrder, shutdownTimeout: 50 });
    const [stuck, other] = [server.client(), server.client()];
    stuck.emit("wait", "for ever");
    stuck.emit("pass", "never");
    await expect.poll(() => seen).toEqual(["for ever begins"]);
    await other.emitWithAck("pass", "another client");
    expect(await server.sio.stop()).toContain('the handler of "wait" in /');
    expect(seen).not.toContain("never");
  });

  test("a handler that fails lets the next one run", async () => {
    const { seen, register } = gated();
    await using server = await serve((sio) => {
      register(sio);
      sio.on("fail", async () => {
        throw new Error("boom");
      });
    }, inOrder);
    const client = server.client();
    client.emit("fail");
    await client.emitWithAck("pass", "next");
    expect(seen).toEqual(["next"]);
  });

  test("with alwaysConnect, a client's events wait for its connect handler", async () => {
    const { seen, register, open } = gated();
    await using server = await serve(
      (sio) => {
        register(sio);
        sio.on("connect", () => sio.registry.find("/", "wait")?.handler("connect"));
      },
      { ...inOrder, alwaysConnect: true },
    );
    const passing = server.client().emitWithAck("pass", "event");
    await expect.poll(() => seen).toEqual(["connect begins"]);
    await open("connect");
    await passing;
    expect(seen).toEqual(["connect begins", "connect ends", "event"]);
  });
});

test("by default a client's events do not wait for each other, and a handler that never settles holds up nobody", async () => {
  const { seen, register, open } = gated();
  await using server = await serve(register, { shutdownTimeout: 50 });
  const client = server.client();
  client.emit("wait", "for ever");
  const slow = client.emitWithAck("wait", "slow");
  await client.emitWithAck("pass", "fast");
  await server.client().emitWithAck("pass", "another client");
  expect(seen).toEqual(["for ever begins", "slow begins", "fast", "another client"]);
  await open("slow");
  await slow;
  client.disconnect();
  await expect.poll(() => seen.at(-1)).toBe("left /");
});
