import { Agent, get } from "node:http";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { open, type Subject, start, transports } from "./subject.ts";

/** How a server ends. */
export function stopping(subject: Subject): void {
  test.each(transports)(
    "over %s, a running handler answers, the port is closed at once, and clients come back to the next server",
    async (transport) => {
      const server = await start(subject);
      const client = open(server.url, {
        transports: [transport],
        reconnection: true,
        reconnectionDelay: 50,
        reconnectionDelayMax: 100,
      });
      await connected(client);
      const answer = client.emitWithAck("slow", 1_000);
      await client.emitWithAck("echo", 1);
      const left = new Promise((resolve) => client.once("disconnect", resolve));
      const ended = server.stop();
      await expect.poll(() => accepts(server.url)).toBe(false);
      expect(await answer).toBe("done");
      expect(["transport close", "transport error"]).toContain(await left);
      expect(await ended).toBe(0);
      const { port } = new URL(server.url);
      await start(subject, { flags: ["--port", port] });
      // An attempt that was under way before the server listened still fails, and another follows.
      await expect.poll(() => client.connected, { timeout: 10_000 }).toBe(true);
      expect(await client.emitWithAck("echo", "back")).toBe("back");
    },
  );

  test("connections that wait for another request, or get a stream, keep no server alive", async () => {
    const server = await start(subject);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await new Promise((done) =>
      get(`${server.url}/method`, { agent }, (response) => response.resume().once("end", done)),
    );
    const endless = await fetch(`${server.url}/endless`);
    const reader = endless.body?.getReader();
    await reader?.read();
    expect(await server.stop()).toBe(0);
    await reader?.cancel().catch(() => {});
  });
}

/** Whether a new connection is taken. */
function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const connection = connect(Number(port), hostname);
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}
