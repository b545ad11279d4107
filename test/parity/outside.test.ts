import { describe, expect, test } from "vitest";
import {
  emit,
  except,
  io,
  Namespace,
  NoContextError,
  nsp,
  request,
  type SocketIO,
  send,
  socket,
  to,
} from "../../src/index.ts";
import { connected, serve } from "../_support/server.ts";
import { expectHeard, threeClients } from "./three-clients.ts";

/** What is sent where no event is handled, to the same three clients. */
const outside: readonly {
  readonly says: string;
  readonly go: (sio: SocketIO) => unknown;
  readonly hear: readonly number[];
}[] = [
  { says: "app.emit: everybody", go: (sio) => sio.emit("said"), hear: [1, 2, 3] },
  { says: "app.to(room)", go: (sio) => sio.to("r").emit("said"), hear: [1, 2] },
  { says: "app.to a list", go: (sio) => sio.to(["r", "s"]).emit("said"), hear: [1, 2, 3] },
  { says: "app.except(room)", go: (sio) => sio.except("s").emit("said"), hear: [1] },
  { says: "app.of().to()", go: (sio) => sio.of("/").to("s").emit("said"), hear: [2, 3] },
  { says: "app.io", go: (sio) => sio.io.in("s").emit("said"), hear: [2, 3] },
];

describe.each([
  { place: "a timer", later: (work: () => void) => void setTimeout(work, 1) },
  { place: "a background task", later: (work: () => void, sio: SocketIO) => void sio.startBackgroundTask(work) },
])("from $place", ({ later }) => {
  test.each(outside)("$says", async ({ go, hear }) => {
    await using server = await serve((sio) => sio.on("enter", (...rooms: string[]) => socket.join(rooms)));
    const { heard } = await threeClients(server, "websocket");
    await new Promise<void>((resolve) => {
      later(() => {
        go(server.sio);
        resolve();
      }, server.sio);
    });
    await expectHeard(server, heard, hear);
  });
});

test("an HTTP route reaches the clients", async () => {
  await using server = await serve((sio) => {
    sio.on("x", () => {});
    sio.registry.http = (_request, response) => {
      sio.emit("said", "by a route");
      response.end();
    };
  });
  const client = await connected(server.client());
  const said = new Promise((resolve) => client.once("said", resolve));
  await fetch(server.url);
  expect(await said).toBe("by a route");
});

test.each([
  ["emit", () => emit("x"), "app.emit"],
  ["send", () => send("x"), "app.emit"],
  ["to", () => to("x"), "app.to"],
  ["except", () => except("x"), "app.except"],
  ["socket", () => socket.id, "app.io"],
  ["nsp", () => nsp.name, "app.of"],
  ["io", () => io.emit("x"), "app.io"],
  ["request", () => request.sid, "app.io"],
  ["a Namespace's emit", () => new Namespace("/x").emit("y"), 'app.of("/x").emit'],
])("%s with no event being handled says what to use instead", (_name, use, instead) => {
  expect(use).toThrow(NoContextError);
  expect(use).toThrow(instead);
});
