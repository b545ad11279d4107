import { describe, expect, test } from "vitest";
import { ackWith, Namespace, onError, onErrorDefault, request, type SocketIO } from "../../src/index.ts";
import { connected, serve, type TestServer } from "../_support/server.ts";

const failed = { error: { code: "handler_failed", message: "The server could not handle this event." } };

class Answers extends Namespace {
  onNothing() {}
  onOne() {
    return { one: 1 };
  }
  async onLater() {
    await Promise.resolve();
    return "later";
  }
  onSeveral() {
    return ackWith("a", Buffer.from([1]), null);
  }
  onCycle() {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    return cycle;
  }
}

/** The same answers as functions. */
function answerByFunctions(sio: SocketIO): void {
  const answers = new Answers();
  for (const event of answers.events()) sio.on(event, () => answers.triggerEvent(event), { namespace: "/answers" });
}

const everyWay = ["polling", "websocket"].flatMap((transport) => [
  { transport, style: "functions", register: answerByFunctions },
  { transport, style: "a class", register: (sio: SocketIO) => sio.onNamespace(new Answers("/answers")) },
]);

describe.each(everyWay)("what $style return over $transport", ({ transport, register }) => {
  /** All the arguments that the ack is called with. */
  const ask = (server: TestServer, event: string) =>
    new Promise<unknown[]>((resolve) => {
      const client = server.client({ namespace: "/answers", transports: [transport] });
      client.emit(event, (...args: unknown[]) => resolve(args));
    });

  test("is the ack: none, one, several, and a promise's", async () => {
    await using server = await serve(register);
    expect(await ask(server, "nothing")).toEqual([]);
    expect(await ask(server, "one")).toEqual([{ one: 1 }]);
    expect(await ask(server, "later")).toEqual(["later"]);
    expect(await ask(server, "several")).toEqual(["a", Buffer.from([1]), null]);
  });

  test("is a fault like a throw if it cannot be sent", async () => {
    await using server = await serve(register);
    expect(await ask(server, "cycle")).toEqual([failed]);
    expect(server.log.map(({ fields }) => fields?.event)).toEqual(["cycle"]);
  });

  test("goes nowhere if the client asked for no ack", async () => {
    await using server = await serve(register);
    const client = await connected(server.client({ namespace: "/answers", transports: [transport] }));
    const packets: string[] = [];
    client.io.engine.on("data", (data: unknown) => packets.push(String(data)));
    for (const event of ["one", "later", "several", "cycle"]) client.emit(event);
    await client.emitWithAck("one");
    expect(packets).toEqual([expect.stringMatching(/^3\/answers,\d+\[\{"one":1\}\]$/)]);
  });
});

describe("error handlers", () => {
  const fail = () => {
    throw new TypeError("broken");
  };

  test("a namespace's own comes first, then the default one; each sees the event and gives the ack", async () => {
    class Classy extends Namespace {
      onFail() {
        fail();
      }
    }
    await using server = await serve((sio) => {
      sio.on("fail", fail);
      sio.onNamespace(new Classy("/own"));
      sio.onNamespace(new Classy("/other"));
      sio.onError((error) => ["own", (error as Error).message, request.event, request.sid], { namespace: "/own" });
      sio.onErrorDefault(async () => ["default", request.namespace]);
    });
    const own = server.client({ namespace: "/own" });
    expect(await own.emitWithAck("fail", 7)).toEqual(["own", "broken", { message: "fail", args: [7] }, own.id]);
    expect(await server.client({ namespace: "/other" }).emitWithAck("fail")).toEqual(["default", "/other"]);
    expect(await server.client().emitWithAck("fail")).toEqual(["default", "/"]);
    expect(server.log).toEqual([]);
  });

  test("what one throws again is logged with its stack, and the client stays", async () => {
    await using server = await serve((sio) => {
      sio.on("fail", fail);
      sio.on("alive", () => true);
      sio.onError((error) => {
        throw error;
      });
      sio.onErrorDefault(() => "never asked");
    });
    const client = server.client();
    expect(await client.emitWithAck("fail")).toEqual(failed);
    expect(await client.emitWithAck("alive")).toBe(true);
    expect(server.log).toMatchObject([{ fields: { event: "fail", sid: client.id, error: { message: "broken" } } }]);
  });

  test("one may be registered at any time", async () => {
    await using server = await serve((sio) => {
      sio.on("fail", fail);
      sio.on("forgive", () => {
        onError(() => "own");
        onErrorDefault(() => "default");
      });
    });
    const client = server.client();
    expect(await client.emitWithAck("fail")).toEqual(failed);
    await client.emitWithAck("forgive");
    expect(await client.emitWithAck("fail")).toBe("own");
  });
});
