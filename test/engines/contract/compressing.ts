import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openPolling, openWebSocket } from "../../server/raw.ts";
import { abilitiesOf, open, type Subject, start } from "./subject.ts";

/** What is sent in fewer bytes than it has. */
export function compressing(subject: Subject): void {
  const { cannot } = abilitiesOf(subject);

  const httpTest = cannot.includes("httpCompression") ? undefined : test;
  const deflateTest = cannot.includes("perMessageDeflate") ? undefined : test;

  httpTest?.("answers of polling are compressed for whoever asks", async () => {
    const server = await start(subject, { flags: ["--transports", "polling"] });
    const { handshake } = await openPolling(server.url);
    const session = `${server.url}/socket.io/?EIO=4&transport=polling&sid=${handshake.sid}`;
    const say = (packets: string) => fetch(session, { method: "POST", body: packets });
    await say("40");
    await fetch(session);
    await say(`420["echo",${JSON.stringify("x".repeat(5_000))}]`);
    const { encoding, body } = await gzipped(session);
    expect(encoding).toBe("gzip");
    expect(gunzipSync(body).toString()).toBe(`430[${JSON.stringify("x".repeat(5_000))}]`);
  });

  deflateTest?.("messages of WebSockets are compressed if that is wanted", async () => {
    const server = await start(subject, { flags: ["--per-message-deflate"] });
    const client = await openWebSocket(`${server.url}/socket.io/?EIO=4&transport=websocket`, {
      "Sec-WebSocket-Extensions": "permessage-deflate",
    });
    expect(client.headers["sec-websocket-extensions"]).toContain("permessage-deflate");
    client.destroy();
    const large = "x".repeat(50_000);
    expect(await open(server.url, { transports: ["websocket"] }).emitWithAck("echo", large)).toBe(large);
  });
}

function gzipped(url: string): Promise<{ readonly encoding: string | undefined; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { "Accept-Encoding": "gzip" } }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ encoding: response.headers["content-encoding"], body: Buffer.concat(chunks) });
    })
      .on("error", reject)
      .end();
  });
}
