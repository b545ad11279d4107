import { describe, expect, test } from "vitest";
import { Namespace, request } from "../../src/index.ts";
import { serve } from "../_support/server.ts";

describe.each(["polling", "websocket"])("over %s", (transport) => {
  const transports = [transport];

  test("several names share a handler, and the last registration of a name wins within its namespace", async () => {
    await using server = await serve((sio) => {
      sio.on(["hi", "hello"], () => `shared by ${request.event.message}`);
      sio.on("hi", () => "last");
      sio.on("hi", () => "of /other", { namespace: "/other" });
    });
    const client = server.client({ transports });
    expect(await client.emitWithAck("hi")).toBe("last");
    expect(await client.emitWithAck("hello")).toBe("shared by hello");
    const other = server.client({ transports, namespace: "/other" });
    expect(await other.emitWithAck("hi")).toBe("of /other");
  });

  test("a catch-all gets the name first, and only what has no handler of its own in any form", async () => {
    class Chat extends Namespace {
      onKnown() {
        return "class";
      }
    }
    await using server = await serve((sio) => {
      sio.onNamespace(new Chat("/chat"));
      sio.on("own", () => "function", { namespace: "/chat" });
      sio.on("*", (...args: unknown[]) => args, { namespace: "/chat" });
      sio.on("known", () => "of any namespace", { namespace: "*" });
    });
    const client = server.client({ transports, namespace: "/chat" });
    expect(await client.emitWithAck("known")).toBe("class");
    expect(await client.emitWithAck("own")).toBe("function");
    expect(await client.emitWithAck("some thing", 1, { two: 2 })).toEqual(["some thing", 1, { two: 2 }]);
    expect(await client.emitWithAck("error", "of the client's")).toEqual(["error", "of the client's"]);
  });
});

test("the namespace * is any, connections and disconnections too, and request.namespace tells which", async () => {
  const seen: unknown[] = [];
  await using server = await serve(
    (sio) => {
      sio.on("connect", () => void seen.push(["connect", request.namespace]), { namespace: "*" });
      sio.on("disconnect", () => void seen.push(["disconnect", request.namespace]), { namespace: "*" });
      sio.on("*", (name: string) => [name, request.namespace], { namespace: "*" });
    },
    { namespaces: "*" },
  );
  const client = server.client({ namespace: "/made/up" });
  expect(await client.emitWithAck("what")).toEqual(["what", "/made/up"]);
  client.disconnect();
  await expect.poll(() => seen).toEqual([["connect", "/made/up"], ["disconnect", "/made/up"]]); // biome-ignore format: one line
});

test("an event may be handled by a function of its name, in any namespace", async () => {
  await using server = await serve((sio) => {
    sio.event(function greet(name: string) {
      return `Hello ${name}`;
    });
    sio.event(
      async function greet() {
        return request.namespace;
      },
      { namespace: "/other" },
    );
    sio.onEvent("also", () => true);
  });
  expect(await server.client().emitWithAck("greet", "Ann")).toBe("Hello Ann");
  expect(await server.client().emitWithAck("also")).toBe(true);
  expect(await server.client({ namespace: "/other" }).emitWithAck("greet")).toBe("/other");
});

test("a function without a name names no event", async () => {
  await using server = await serve((sio) => {
    expect(() => sio.event(() => 1)).toThrow(
      new TypeError("event() takes its name from the function, and this one has none."),
    );
  });
  expect(server.log).toEqual([]);
});

test("a client's handlers may be added while it is connected", async () => {
  await using server = await serve((sio) => sio.on("first", () => 1));
  const client = server.client();
  expect(await client.emitWithAck("first")).toBe(1);
  server.sio.on("second", () => 2);
  expect(await client.emitWithAck("second")).toBe(2);
});
