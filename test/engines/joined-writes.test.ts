import { request } from "node:http";
import { Socket as Connection } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { disconnect, socket } from "../../src/index.ts";
import { connected, next, serve, type TestServer } from "../_support/server.ts";

const websocket = { transports: ["websocket"] };
const asIs = { joinWrites: false };

/** How often the system was handed something for the clients while `step` ran. */
async function writesDuring(step: () => Promise<unknown>): Promise<number> {
  const write = vi.spyOn(Connection.prototype, "write");
  try {
    await step();
    return write.mock.calls.filter(([chunk]) => Buffer.from(chunk as Uint8Array).includes("news")).length;
  } finally {
    write.mockRestore();
  }
}

/** A client gets ten messages that the server sends at one moment; resolves with what came, and in how many writes. */
async function tenAtOnce(server: TestServer) {
  const client = await connected(server.client(websocket));
  const seen: unknown[] = [];
  client.on("news", (value) => seen.push(value));
  const writes = await writesDuring(() => client.emitWithAck("ten"));
  return { seen, writes };
}

const ten: Parameters<typeof serve>[0] = (sio) =>
  sio.on("ten", () => {
    for (let number = 0; number < 10; number++) sio.emit("news", number);
  });

describe("what is written to a client at one moment", () => {
  const inOrder = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

  test("reaches the system in fewer pieces than there are messages, in order", async () => {
    await using server = await serve(ten);
    const { seen, writes } = await tenAtOnce(server);
    expect(seen).toEqual(inOrder);
    expect(writes).toBeLessThanOrEqual(2);
  });

  test("goes message by message if the setting says so", async () => {
    await using server = await serve(ten, asIs);
    const { seen, writes } = await tenAtOnce(server);
    expect(seen).toEqual(inOrder);
    expect(writes).toBe(10);
  });
});

test.each([
  ["all of", {}, [0, 1, 2]],
  ["with Engine.IO's own transport the first of", asIs, [0]],
] as const)(
  "%s the volatile messages of one moment reach a client that keeps up",
  async (_which, options, expected) => {
    await using server = await serve((sio) => {
      sio.on("three", () => {
        for (let number = 0; number < 3; number++) socket.volatile.emit("news", number);
      });
    }, options);
    const client = await connected(server.client(websocket));
    const seen: unknown[] = [];
    client.on("news", (value) => seen.push(value));
    await client.emitWithAck("three");
    expect(seen).toEqual(expected);
  },
);

describe.each([
  ["joined", {}],
  ["apart", asIs],
] as const)("with writes %s", (_name, options) => {
  test("large and small, text and binary arrive in the order in which they were sent", async () => {
    const sizes = [1, 100, 125, 126, 20_000, 3, 65_535, 65_536, 16_383, 16_385, 300_000, 2];
    await using server = await serve((sio) => {
      sio.on("send", () => {
        for (const size of sizes) {
          sio.emit("news", "ä".repeat(size));
          sio.emit("news", Buffer.alloc(size, 7));
        }
      });
    }, options);
    const client = await connected(server.client(websocket));
    const seen: (string | Buffer)[] = [];
    client.on("news", (value) => seen.push(value));
    await client.emitWithAck("send");
    const expected = sizes.flatMap((size) => ["ä".repeat(size), Buffer.alloc(size, 7)]);
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(expected.length);
    expect(seen.every((value, index) => Buffer.from(value).equals(Buffer.from(expected[index] ?? "")))).toBe(true);
  });

  test("what is sent right before a disconnect still arrives", async () => {
    await using server = await serve((sio) => {
      sio.on("leave", () => {
        sio.emit("news", "bye");
        disconnect();
      });
    }, options);
    const client = await connected(server.client(websocket));
    const bye = next(client, "news");
    const reason = next(client, "disconnect");
    client.emit("leave");
    expect(await bye).toEqual(["bye"]);
    expect((await reason)[0]).toBe("io server disconnect");
  });

  test("an upgrade that is refused is told why", async () => {
    await using server = await serve(() => {}, { ...options, transports: ["websocket"] });
    const { status, body } = await upgrade(`${server.url}/socket.io/?EIO=4&transport=websocket&sid=nobody`);
    expect(status).toBe(400);
    expect(body).toBe("Session ID unknown");
  });

  test("a client that is gone while much is being sent to it ends as it would", async () => {
    const reasons: unknown[] = [];
    await using server = await serve((sio) => {
      sio.on("flood", () => {
        for (let number = 0; number < 50; number++) sio.emit("news", "x".repeat(10_000));
      });
      sio.on("disconnect", (reason) => void reasons.push(reason));
    }, options);
    const client = await connected(server.client(websocket));
    client.emit("flood");
    await next(client, "news");
    client.disconnect();
    await expect.poll(() => reasons).toHaveLength(1);
    const other = await connected(server.client(websocket));
    expect(other.connected).toBe(true);
    expect(server.log.filter(({ level }) => level === "error")).toEqual([]);
  });
});

/** The answer to a request for an upgrade that is refused. */
function upgrade(url: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": Buffer.alloc(16).toString("base64"),
  };
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
    asking.on("error", reject).end();
  });
}
