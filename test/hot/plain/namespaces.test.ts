import type { Server } from "socket.io";
import { expect, test } from "vitest";
import { connected, next } from "../../_support/server.ts";
import { answering, servePlain } from "./serve.ts";

type Matcher = Extract<Parameters<Server["of"]>[0], (...args: never[]) => unknown>;

/** Plain code that answers in each of these namespaces. */
const answeringIn =
  (version: string, ...names: readonly (string | RegExp | Matcher)[]) =>
  (io: Server) => {
    for (const name of names) answering(version)(io.of(name as string) as unknown as Server);
  };

const parentCount = (io: Server) => (io as unknown as { parentNsps: Map<unknown, unknown> }).parentNsps.size;

test("static namespaces are added, swapped, and removed", async () => {
  await using server = await servePlain(answeringIn("1", "/a", "/b"));
  const [a, b] = [server.client({ namespace: "/a" }), server.client({ namespace: "/b" })];
  for (const client of [a, b]) expect(await client.emitWithAck("version")).toBe("1");
  const gone = next(b, "disconnect");
  await server.swap(answeringIn("2", "/a", "/c"));
  expect(await a.emitWithAck("version")).toBe("2");
  expect(await server.client({ namespace: "/c" }).emitWithAck("version")).toBe("2");
  expect((await gone)[0]).toBe("io server disconnect");
  await expect(connected(server.client({ namespace: "/b" }))).rejects.toThrow("Invalid namespace");
  await server.swap(answeringIn("3", "/a", "/b"));
  expect(await server.client({ namespace: "/b" }).emitWithAck("version")).toBe("3");
  expect(await a.emitWithAck("version")).toBe("3");
});

test("a namespace that goes tells its disconnect listeners, which are the old ones", async () => {
  const seen: string[] = [];
  await using server = await servePlain((io) => {
    io.of("/a").on("connection", (socket) => {
      socket.on("disconnect", (reason) => seen.push(reason));
    });
  });
  await connected(server.client({ namespace: "/a" }));
  await server.swap(answering("new"));
  expect(seen).toEqual(["server namespace disconnect"]);
});

test("dynamic namespaces by RegExp: an existing child, a new child, no growth of the parent list", async () => {
  const code = (version: string) => answeringIn(version, /^\/room-\d+$/);
  await using server = await servePlain(code("1"));
  const existing = server.client({ namespace: "/room-1" });
  expect(await existing.emitWithAck("version")).toBe("1");
  const before = parentCount(server.sio.io);
  for (const version of ["2", "3", "4"]) await server.swap(code(version));
  expect(await existing.emitWithAck("version")).toBe("4");
  expect(await server.client({ namespace: "/room-2" }).emitWithAck("version")).toBe("4");
  expect(await server.client({ namespace: "/room-1" }).emitWithAck("version")).toBe("4");
  expect(parentCount(server.sio.io)).toBe(before);
  await expect(connected(server.client({ namespace: "/room-x" }))).rejects.toThrow("Invalid namespace");
});

test("dynamic namespaces by function: an existing child, a new child, no growth of the parent list", async () => {
  const code = (version: string, prefix: string) =>
    answeringIn(version, (name, auth, allow) => allow(null, name.startsWith(prefix) && auth.token === "t"));
  await using server = await servePlain(code("1", "/r"));
  const auth = { token: "t" };
  const existing = server.client({ namespace: "/room-1", auth });
  expect(await existing.emitWithAck("version")).toBe("1");
  const before = parentCount(server.sio.io);
  for (const version of ["2", "3"]) await server.swap(code(version, "/room"));
  expect(await existing.emitWithAck("version")).toBe("3");
  expect(await server.client({ namespace: "/room-2", auth }).emitWithAck("version")).toBe("3");
  await expect(connected(server.client({ namespace: "/roof", auth }))).rejects.toThrow("Invalid namespace");
  expect(parentCount(server.sio.io)).toBe(before);
  existing.disconnect();
  await server.swap(code("4", "/other"));
  await expect(connected(server.client({ namespace: "/room-1", auth }))).rejects.toThrow("Invalid namespace");
  await server.swap(code("5", "/room"));
  expect(await server.client({ namespace: "/room-1", auth }).emitWithAck("version")).toBe("5");
});

test("a changed expression takes over the children that it still matches, and lets go of the others", async () => {
  await using server = await servePlain(answeringIn("1", /^\/room-\w+$/));
  const [stays, goes] = [server.client({ namespace: "/room-1" }), server.client({ namespace: "/room-x" })];
  for (const client of [stays, goes]) expect(await client.emitWithAck("version")).toBe("1");
  const gone = next(goes, "disconnect");
  await server.swap(answeringIn("2", /^\/room-\d+$/));
  await gone;
  expect(await stays.emitWithAck("version")).toBe("2");
  await expect(connected(server.client({ namespace: "/room-x" }))).rejects.toThrow("Invalid namespace");
});

test("a parent namespace still reaches all of its children", async () => {
  const expressions = [/^\/room-\w+$/, /^\/room-\d+$/];
  const shouting = (expression: RegExp) => (io: Server) => {
    const rooms = io.of(expression);
    rooms.on("connection", (socket) => {
      socket.on("shout", () => rooms.emit("shouted"));
    });
  };
  await using server = await servePlain(shouting(expressions[0] as RegExp));
  const clients = ["/room-1", "/room-2"].map((namespace) => server.client({ namespace }));
  for (const client of clients) await connected(client);
  await server.swap(shouting(expressions[1] as RegExp));
  const heard = clients.map((client) => next(client, "shouted"));
  clients[0]?.emit("shout");
  await Promise.all(heard);
});

test("a broken swap leaves dynamic namespaces as they were", async () => {
  await using server = await servePlain(answeringIn("1", /^\/room-\d+$/));
  const existing = server.client({ namespace: "/room-1" });
  expect(await existing.emitWithAck("version")).toBe("1");
  const broken = (io: Server) => {
    answeringIn("2", /^\/hall-\d+$/)(io);
    io.on("connection", () => {
      throw new Error("boom");
    });
  };
  await connected(server.client());
  await expect(server.swap(broken)).rejects.toThrow("boom");
  expect(await existing.emitWithAck("version")).toBe("1");
  expect(await server.client({ namespace: "/room-2" }).emitWithAck("version")).toBe("1");
  await expect(connected(server.client({ namespace: "/hall-1" }))).rejects.toThrow("Invalid namespace");
});

test("listeners of namespaces for other events, and once listeners for connections, are replaced", async () => {
  const seen: string[] = [];
  const code = (version: number) => (io: Server) => {
    io.on("new_namespace", (nsp) => seen.push(`${version} ${nsp.name}`));
    io.once("connection", (socket) => {
      seen.push(`${version} once`);
      socket.on("first", (ack: (version: number) => void) => ack(version));
    });
  };
  await using server = await servePlain(code(1));
  const first = await connected(server.client());
  await connected(server.client());
  await server.swap(code(2));
  await connected(server.client());
  server.sio.io.of("/x");
  expect(seen).toEqual(["1 once", "2 once", "2 /x"]);
  expect(await first.emitWithAck("first")).toBe(2);
});

test("io.engine.on and io.engine.use are replaced", async () => {
  const seen: string[] = [];
  const code = (version: number) => (io: Server) => {
    io.engine.on("connection", () => seen.push(`on ${version}`));
    io.engine.once("initial_headers", () => seen.push(`once ${version}`));
    const middleware: Parameters<typeof io.engine.use>[0] = (
      _request: unknown,
      _response: unknown,
      proceed: () => void,
    ) => {
      seen.push(`use ${version}`);
      proceed();
    };
    io.engine.use(middleware);
  };
  await using server = await servePlain(code(1));
  for (const version of [2, 3]) await server.swap(code(version));
  await connected(server.client({ transports: ["websocket"] }));
  expect(seen.toSorted()).toEqual(["on 3", "once 3", "use 3"]);
});
