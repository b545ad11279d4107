import type { Server } from "socket.io";
import { describe, expect, test } from "vitest";
import { ConnectionRefusedError, type SocketIO } from "../../src/index.ts";
import { connected, next, serve } from "../_support/server.ts";

const failed = { error: { code: "handler_failed", message: "The server could not handle this event." } };

/** The ways in which a handler fails, in each style the same. */
const failures: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error("boom");
  },
  rejects: async () => {
    throw new Error("boom");
  },
  "throws no Error": () => {
    throw "boom";
  },
  "throws null": () => {
    throw null;
  },
  "calls an ack that was not asked for": () => (undefined as unknown as () => void)(),
};

const styles: Readonly<Record<string, (sio: SocketIO) => Promise<void> | void>> = {
  function: (sio) => {
    for (const [name, fail] of Object.entries(failures)) sio.on(name, fail);
    sio.on("error", failures.throws as () => never);
    sio.on("disconnect", failures.rejects as () => never);
    sio.on("alive", () => "yes");
  },
  plain: (sio) => {
    sio.registry.addPlain((io: Server) => {
      io.on("connection", (socket) => {
        for (const [name, fail] of Object.entries(failures)) socket.on(name, fail);
        socket.on("error", failures.throws as () => never);
        socket.on("disconnect", failures.rejects as () => never);
        socket.on("alive", (ack: (answer: string) => void) => ack("yes"));
        socket.on("ask", () => {
          socket.emit("question", failures.throws);
        });
        socket.on("ask all", () => {
          io.timeout(60_000).emit("question", failures.throws);
        });
        socket.once("once", failures.throws as () => never);
        socket.onAny(failures.throws as () => never);
        socket.use((_event, proceed) => {
          proceed();
          throw new Error("in socket.use, after it went on");
        });
      });
    }, "/");
  },
};

describe.each(Object.entries(styles))("%s style", (style, register) => {
  test.each([...Object.keys(failures), "error"])(
    "an event handler that %s is logged, answered, and nothing else happens",
    async (event) => {
      await using server = await serve(register);
      if (style === "plain") await server.sio.swap(server.sio.registry);
      const client = server.client();
      expect(await client.emitWithAck(event, 1)).toEqual(failed);
      client.emit(event, 1);
      expect(await client.emitWithAck("alive")).toBe("yes");
      const about = server.log.filter(({ fields, level }) => level === "error" && fields?.event === event);
      expect(about.length).toBeGreaterThanOrEqual(2);
      expect(about[0]?.fields).toMatchObject({ event, namespace: "/", sid: client.id });
    },
  );
});

test("what an ack callback throws is logged, and the connection stays", async () => {
  await using server = await serve(styles.plain as (sio: SocketIO) => void);
  await server.sio.swap(server.sio.registry);
  const client = server.client();
  client.on("question", (ack: () => void) => ack());
  for (const ask of ["ask", "ask all"]) {
    const asked = next(client, "question");
    client.emit(ask);
    await asked;
    expect(await client.emitWithAck("alive")).toBe("yes");
  }
  await expect
    .poll(() => server.log.filter(({ fields }) => ["question", "ack"].includes(String(fields?.event))).length)
    .toBe(2);
});

test("a rejecting disconnect handler is logged", async () => {
  await using server = await serve(styles.function as (sio: SocketIO) => void);
  const client = await connected(server.client());
  client.disconnect();
  await expect.poll(() => server.log.some(({ fields }) => fields?.event === "disconnect")).toBe(true);
});

test("an error handler's value is the ack, its own throw goes to the log, and the default one takes other namespaces", async () => {
  await using server = await serve((sio) => {
    for (const namespace of ["/", "/other"]) sio.on("fail", failures.rejects as () => never, { namespace });
    sio.on("fail worse", () => {
      throw new Error("worse");
    });
    sio.onError(
      (error) => {
        if ((error as Error).message === "worse") throw error;
        return { sorry: (error as Error).message };
      },
      { namespace: "/" },
    );
    sio.onErrorDefault(async () => "default");
  });
  const client = server.client();
  expect(await client.emitWithAck("fail")).toEqual({ sorry: "boom" });
  expect(server.log).toEqual([]);
  expect(await client.emitWithAck("fail worse")).toEqual(failed);
  expect(server.log).toHaveLength(1);
  expect(await server.client({ namespace: "/other" }).emitWithAck("fail")).toBe("default");
});

test("a value that cannot be sent is an error like a throw", async () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  await using server = await serve((sio) => {
    sio.on("cycle", () => cycle);
    sio.on("bigint", () => 1n);
  });
  const client = server.client();
  expect(await client.emitWithAck("cycle")).toEqual(failed);
  expect(await client.emitWithAck("bigint")).toEqual(failed);
  expect(server.log).toHaveLength(2);
});

describe("a connect handler", () => {
  test("refuses by returning false", async () => {
    await using server = await serve((sio) => sio.on("connect", () => false));
    await expect(connected(server.client())).rejects.toThrow("Connection refused");
    expect(server.log).toEqual([]);
  });

  test("refuses with words and data of its own", async () => {
    await using server = await serve((sio) =>
      sio.on("connect", async (auth: { token?: string }) => {
        if (!auth.token) throw new ConnectionRefusedError("Sign in", { code: 7 });
      }),
    );
    await expect(connected(server.client())).rejects.toMatchObject({ message: "Sign in", data: { code: 7 } });
    await connected(server.client({ auth: { token: "t" } }));
  });

  test("that fails refuses neutrally and is logged", async () => {
    await using server = await serve((sio) => sio.on("connect", failures.throws as () => never));
    await expect(connected(server.client())).rejects.toThrow("The server could not accept this connection");
    expect(server.log.map(({ fields }) => fields?.event)).toEqual(["connect"]);
  });

  test("that refuses leaves no room and no socket behind", async () => {
    await using server = await serve((sio) => {
      sio.on("connect", async () => {
        await sio.io.sockets.adapter.addAll("x", new Set(["x"]));
        return false;
      });
    });
    await expect(connected(server.client())).rejects.toThrow();
    expect(server.sio.io.sockets.sockets.size).toBe(0);
    expect([...server.sio.io.sockets.adapter.rooms.keys()]).toEqual(["x"]);
  });

  test("with alwaysConnect, the client is accepted first and then sent away", async () => {
    await using server = await serve((sio) => sio.on("connect", () => false), { alwaysConnect: true });
    const client = server.client();
    const gone = next(client, "disconnect");
    await connected(client);
    expect((await gone)[0]).toBe("io server disconnect");
  });
});
