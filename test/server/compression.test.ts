import { describe, expect, test } from "vitest";
import { request, type SocketIO } from "../../src/index.ts";
import { connected, serve } from "../_support/server.ts";
import { openPolling, openWebSocket } from "./raw.ts";

/** A message that is easily compressed, and how many bytes the client's connection has carried so far. */
function repeat(sio: SocketIO): void {
  sio.on("repeat", (count: number) => "x".repeat(count));
  sio.on("sent", () => request.raw.socket.bytesWritten);
}

describe("httpCompression", () => {
  const answer = async (url: string, sizeBytes: number) => {
    const client = await openPolling(url);
    await client.exchange("40");
    const { headers, body } = await client.exchange(`420["repeat",${sizeBytes}]`);
    expect(body).toBe(`430["${"x".repeat(sizeBytes)}"]`);
    return headers.get("content-encoding");
  };

  test("answers from compressionThreshold on are compressed, smaller ones are not", async () => {
    await using server = await serve(repeat);
    expect(await answer(server.url, 2_000)).toBe("gzip");
    expect(await answer(server.url, 500)).toBeNull();
    await using eager = await serve(repeat, { compressionThreshold: 100 });
    expect(await answer(eager.url, 500)).toBe("gzip");
    await using reluctant = await serve(repeat, { compressionThreshold: "10kb" });
    expect(await answer(reluctant.url, 2_000)).toBeNull();
  });

  test("off, nothing is", async () => {
    await using server = await serve(repeat, { httpCompression: false });
    expect(await answer(server.url, 20_000)).toBeNull();
  });
});

describe("perMessageDeflate", () => {
  const offer = { "Sec-WebSocket-Extensions": "permessage-deflate" };

  test.each([
    [false, undefined],
    [true, "permessage-deflate; server_no_context_takeover"],
  ])("%s: a client that offers it is answered with %s", async (perMessageDeflate, extensions) => {
    await using server = await serve(repeat, { perMessageDeflate });
    const client = await openWebSocket(`${server.url}/socket.io/?EIO=4&transport=websocket`, offer);
    expect(client.headers["sec-websocket-extensions"]).toBe(extensions);
    client.destroy();
  });

  test("messages from compressionThreshold on are sent smaller than they are", async () => {
    await using server = await serve(repeat, { perMessageDeflate: true, compressionThreshold: 1_000 });
    const client = await connected(server.client({ transports: ["websocket"] }));
    const sent = (): Promise<number> => client.emitWithAck("sent");
    const before = await sent();
    expect(await client.emitWithAck("repeat", 900)).toHaveLength(900);
    const small = await sent();
    expect(small - before).toBeGreaterThan(900);
    expect(await client.emitWithAck("repeat", 50_000)).toHaveLength(50_000);
    expect((await sent()) - small).toBeLessThan(5_000);
  });
});
