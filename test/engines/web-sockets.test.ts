import { once } from "node:events";
import { request, type ServerResponse } from "node:http";
import type { Socket as Connection } from "node:net";
import { describe, expect, test } from "vitest";
import { socket } from "../../src/index.ts";
import { connected, next, serve, type TestServer } from "../_support/server.ts";

const websocket = { transports: ["websocket"] };
const text = 0x81;
const closeFrame = 0x88;

/** A WebSocket of which the test writes and reads the bytes. */
async function openBytes({ url }: TestServer) {
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": Buffer.alloc(16).toString("base64"),
  };
  const asking = request(`${url}/socket.io/?EIO=4&transport=websocket`, { headers }).end();
  const [, connection, head] = (await once(asking, "upgrade")) as [unknown, Connection, Buffer];
  let read = head;
  connection.setNoDelay().on("data", (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
  });
  return {
    connection,
    async hears(what: string) {
      while (!read.includes(what, 0, "latin1")) await once(connection, "data");
    },
  };
}

/** A frame as clients send it: https://www.rfc-editor.org/rfc/rfc6455#section-5.2. The mask is all zeros. */
function frame(message: string, opcode = text): Buffer {
  return Buffer.concat([Buffer.from([opcode, 0x80 | message.length, 0, 0, 0, 0]), Buffer.from(message)]);
}

/** Writes each piece only after the one before has gone, and the server has had a turn. */
async function write(connection: Connection, pieces: Iterable<Uint8Array>): Promise<void> {
  for (const piece of pieces) {
    await new Promise((done) => connection.write(piece, done));
    await new Promise(setImmediate);
  }
}

describe.each([
  ["the server's own transport", {}],
  ["Engine.IO's transport", { joinWrites: false }],
])("over %s", (_name, options) => {
  test("frames that come byte by byte are put together", async () => {
    const heard: unknown[] = [];
    await using server = await serve((sio) => void sio.on("say", (words) => void heard.push(words)), options);
    const { connection, hears } = await openBytes(server);
    await write(connection, [frame("40")]);
    await hears("40{");
    for (const words of ["one", "two"]) {
      const bytes = frame(`42["say","${words}"]`);
      await write(
        connection,
        Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)),
      );
    }
    await expect.poll(() => heard).toEqual(["one", "two"]);
    connection.destroy();
  });

  test("several frames in one piece are handled in order", async () => {
    const heard: unknown[] = [];
    await using server = await serve((sio) => void sio.on("say", (words) => void heard.push(words)), options);
    const { connection, hears } = await openBytes(server);
    await write(connection, [frame("40")]);
    await hears("40{");
    await write(connection, [Buffer.concat(["a", "b", "c"].map((words) => frame(`42["say","${words}"]`)))]);
    await expect.poll(() => heard).toEqual(["a", "b", "c"]);
    connection.destroy();
  });

  test("a frame that breaks the protocol ends its connection, and handlers are told", async () => {
    const reasons: unknown[] = [];
    await using server = await serve(
      (sio) => void sio.on("disconnect", (reason) => void reasons.push(reason)),
      options,
    );
    const { connection, hears } = await openBytes(server);
    await write(connection, [frame("40")]);
    await hears("40{");
    const ended = once(connection, "close");
    await write(connection, [frame("2", 0x91)]);
    await hears(String.fromCharCode(closeFrame, 2, 1_002 >> 8, 1_002 & 0xff));
    connection.end();
    await ended;
    await expect.poll(() => reasons).toEqual(["transport error"]);
  });

  test.each(["end", "destroy"] as const)(
    "what is sent right before %s() of the connection still arrives",
    async (how) => {
      await using server = await serve((sio) => {
        sio.on("leave", () => {
          sio.emit("news", "bye");
          socket.request.socket[how]();
        });
      }, options);
      const client = await connected(server.client(websocket));
      const bye = next(client, "news");
      const left = next(client, "disconnect");
      client.emit("leave");
      expect(await bye).toEqual(["bye"]);
      await left;
    },
  );

  test("a middleware that waits for the end of its response hears of it when the client leaves", async () => {
    const ended: string[] = [];
    await using server = await serve(() => {}, options);
    server.sio.io.engine.use((_request: unknown, response: ServerResponse, go: () => void) => {
      response.once("close", () => ended.push("response"));
      go();
    });
    const client = await connected(server.client(websocket));
    expect(ended).toEqual([]);
    client.disconnect();
    await expect.poll(() => ended).toEqual(["response"]);
  });
});
