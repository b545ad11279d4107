import type { Server } from "socket.io";
import { describe, expect, test } from "vitest";
import { app, emit, Namespace, on, onNamespace, request, SioError } from "../../src/index.ts";
import { type Handlers, testServer } from "../../src/testing.ts";
import { temporaryFolder } from "../_support/folder.ts";

class Chat extends Namespace {
  onHello(name: string) {
    return `Hello ${name}`;
  }
}

const plain = (io: Server) => {
  io.on("connection", (socket) => socket.on("hello", (name, ack) => ack(`Hello ${name}`)));
};

describe("handlers can be", () => {
  const kinds: Readonly<Record<string, Handlers>> = {
    "a function that registers": () => on("hello", (name: string) => `Hello ${name}`),
    "an async function that registers": async () => {
      await new Promise((resolve) => setImmediate(resolve));
      on("hello", (name: string) => `Hello ${name}`);
    },
    "plain Socket.IO code": plain,
    "a class": Chat,
    "an instance": new Chat("/"),
    "a URL": new URL("handlers/hello.ts", import.meta.url),
    "a path": "test/testing/handlers/hello.ts",
  };

  test.each(Object.keys(kinds))("%s", async (kind) => {
    await using server = await testServer(kinds[kind] as Handlers);
    await using client = await server.connect();
    expect(await client.call("hello", "you")).toBe("Hello you");
  });

  test("a folder, with a file for each namespace", async () => {
    await using folder = await temporaryFolder({
      "index.ts": 'import { on } from "sio-serve"; on("where", () => "top");',
      "admin.ts": 'import { on } from "sio-serve"; on("where", () => "admin");',
    });
    await using server = await testServer(folder.path);
    await using client = await server.connect();
    const admin = await client.connect("/admin");
    expect([await client.call("where"), await admin.call("where")]).toEqual(["top", "admin"]);
  });

  test("a module that was imported, whichever style it is in", async () => {
    await using server = await testServer(await import("./handlers/every-style.ts"));
    await using client = await server.connect();
    const chat = await client.connect("/chat");
    expect([await client.call("by function"), await client.call("plain"), await chat.call("byClass")]).toEqual([
      "function",
      "plain",
      "class",
    ]);
    expect(await (await server.fetch("/")).text()).toBe("http");
  });
});

test.each([[undefined], [7], [null]])("%s cannot be handlers", async (wrong) => {
  await expect(testServer(wrong as never)).rejects.toThrow(TypeError);
});

test("no port is opened", async () => {
  const network = () => process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP"));
  const before = network();
  await using server = await testServer(Chat);
  await using client = await server.connect();
  await using polling = await server.connect({ transport: "polling" });
  expect([await client.call("hello", "a"), await polling.call("hello", "b")]).toEqual(["Hello a", "Hello b"]);
  expect(network()).toEqual(before);
  expect(server.app.address).toBeUndefined();
});

test("two servers of the same file are two applications", async () => {
  const file = new URL("handlers/counter.ts", import.meta.url);
  await using one = await testServer(file);
  await using two = await testServer(file);
  const [first, second] = [await one.connect(), await two.connect()];
  await first.emit("count");
  await first.emit("count");
  await second.emit("count");
  expect(first.received().map(({ args }) => args)).toEqual([[1], [2]]);
  expect(second.received().map(({ args }) => args)).toEqual([[1]]);
});

test("servers that start at the same time get their own handlers", async () => {
  const slow = (name: string) => async () => {
    await new Promise((resolve) => setImmediate(resolve));
    on("who", () => name);
  };
  const servers = await Promise.all([testServer(slow("a")), testServer(slow("b"))]);
  const clients = await Promise.all(servers.map((server) => server.connect()));
  expect(await Promise.all(clients.map((client) => client.call("who")))).toEqual(["a", "b"]);
  await Promise.all(servers.map((server) => server.close()));
});

test("what is registered while an event is handled belongs to the server of that event", async () => {
  await using server = await testServer(() => {
    on("more", () => {
      on("late", () => "yes");
      onNamespace(new Chat("/later"));
    });
  });
  await using client = await server.connect();
  await client.emit("more");
  expect(await client.call("late")).toBe("yes");
  expect(await (await client.connect("/later")).call("hello", "x")).toBe("Hello x");
  expect(app.registry.find("/", "late")).toBeUndefined();
});

test("the application reaches clients from outside of handlers", async () => {
  await using server = await testServer(Chat);
  await using client = await server.connect();
  server.app.emit("news", 1);
  expect(await client.next("news")).toEqual([1]);
});

describe("faults", () => {
  test("are what handlers threw, with the place in the file", async () => {
    await using folder = await temporaryFolder({
      "handlers.ts": 'import { on } from "sio-serve";\n\non("boom", () => {\n  throw new RangeError("too far");\n});\n',
    });
    await using server = await testServer(`${folder.path}/handlers.ts`);
    await using client = await server.connect();
    expect(server.faults).toEqual([]);
    await client.emit("boom");
    expect(server.faults).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(
          /^The handler of "boom" in \/ failed at .*handlers\.ts:4:9: RangeError: too far$/,
        ),
        error: expect.any(Error),
        event: "boom",
        sid: client.sid,
      }),
    ]);
  });

  test("are not what an error handler took", async () => {
    await using server = await testServer((io) => {
      io.on("connection", (socket) => socket.on("boom", async () => Promise.reject(new Error("later"))));
    });
    await using client = await server.connect();
    await client.emit("boom");
    expect(server.faults.map(({ message }) => message)).toEqual(['The handler of "boom" in / failed: Error: later']);
  });
});

describe("HTTP", () => {
  const http = async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/empty") return new Response(null, { status: 204 });
    const headers = new Headers([
      ["set-cookie", "a=1; Path=/"],
      ["set-cookie", "b=x=y; HttpOnly"],
    ]);
    return Response.json(
      { method: request.method, body: await request.text(), from: request.headers.get("x-from") },
      { headers },
    );
  };
  const handlers = { __esModule: true, http, default: () => on("cookies", () => request.headers.cookie) };

  test("routes answer without a port", async () => {
    await using server = await testServer(handlers);
    const answer = await server.fetch("/path?x=1", { method: "POST", body: "hello", headers: { "X-From": "test" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=x=y; HttpOnly"]);
    expect(await answer.json()).toEqual({ method: "POST", body: "hello", from: "test" });
    expect((await server.fetch("/empty")).status).toBe(204);
  });

  test("the cookies of an answer can be given to a client", async () => {
    await using server = await testServer(handlers);
    const { headers } = await server.fetch("/");
    await using client = await server.connect({ cookies: headers.getSetCookie() });
    expect(await client.call("cookies")).toBe("a=1; b=x=y");
  });

  test("a body that nobody reads does not keep the server from closing", async () => {
    const server = await testServer({ ...handlers, http: (_request: Request) => new Response("x".repeat(1_000_000)) });
    await server.fetch("/");
    await server.close();
  });
});

describe("settings", () => {
  test("are those of the config file", async () => {
    await using server = await testServer(Chat, { namespaces: ["/extra"], path: "/realtime", parser: "msgpack" });
    await using client = await server.connect();
    expect(await client.call("hello", "you")).toBe("Hello you");
    expect((await client.connect("/extra")).connected).toBe(true);
  });

  test("that are wrong are refused", async () => {
    await expect(testServer(Chat, { pingInterval: -1 })).rejects.toThrow(SioError);
  });

  test("decide over the transports", async () => {
    await using server = await testServer(Chat, { transports: ["polling"] });
    await using client = await server.connect();
    expect(client.socket.io.engine.transport.name).toBe("polling");
  });
});

test("handlers that do not load are told as the command tells them", async () => {
  await using folder = await temporaryFolder({ "handlers.ts": 'import "./nowhere.ts";' });
  await expect(testServer(`${folder.path}/handlers.ts`)).rejects.toThrow(/nowhere/);
  await expect(testServer("test/testing/nothing.ts")).rejects.toThrow(
    'There is no file or folder "test/testing/nothing.ts".',
  );
});

test("closing waits for running handlers and tells clients", async () => {
  const done: string[] = [];
  const server = await testServer(() => {
    on("slow", async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      emit("finished");
      done.push("slow");
    });
    on("disconnect", async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      done.push("disconnect");
    });
  });
  const client = await server.connect();
  const sent = client.emit("slow");
  await sent;
  await Promise.all([server.close(), server.close()]);
  expect(done).toEqual(["slow", "disconnect"]);
  expect(client.connected).toBe(false);
  await expect(server.connect()).rejects.toThrow("The test server is closed.");
  await expect(server.fetch("/")).rejects.toThrow("The test server is closed.");
});
