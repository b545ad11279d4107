import { expect, test } from "vitest";
import { connected } from "../../_support/server.ts";
import { openPolling } from "../../server/raw.ts";
import { abilitiesOf, open, type Subject, start, transports } from "./subject.ts";

const page = "https://good.example";

/** Pages of other websites. */
export function origins(subject: Subject): void {
  test.each(transports)(
    "over %s, pages of the server's own and of listed origins connect, and no others",
    async (transport) => {
      const server = await start(subject, { flags: ["--cors", page] });
      const from = (origin: string) => open(server.url, { transports: [transport], extraHeaders: { origin } });
      expect(await from(page).emitWithAck("echo", 1)).toBe(1);
      expect(await from(server.url).emitWithAck("echo", 1)).toBe(1);
      await expect(connected(from("https://evil.example"))).rejects.toThrow();
      await expect.poll(server.output).toContain("Refused a page from https://evil.example");
    },
  );

  test("a listed origin is named in the answers to a request and to the check before it, cookies included", async () => {
    const server = await start(subject, { flags: ["--cors", page, "--cors-credentials"] });
    const url = `${server.url}/socket.io/?EIO=4&transport=polling`;
    const headers = { Origin: page, "Access-Control-Request-Method": "POST" };
    const [request, check] = await Promise.all([fetch(url, { headers }), fetch(url, { method: "OPTIONS", headers })]);
    await request.text();
    expect([request.status, check.status]).toEqual([200, 204]);
    for (const response of [request, check]) {
      expect(response.headers.get("access-control-allow-origin")).toBe(page);
      expect(response.headers.get("access-control-allow-credentials")).toBe("true");
    }
    expect(check.headers.get("access-control-allow-methods")).toContain("POST");
  });

  test("an origin that is not listed is named in no answer", async () => {
    const server = await start(subject, { flags: ["--cors", page] });
    const headers = { Origin: "https://evil.example" };
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  if (abilitiesOf(subject).cannot.includes("cookie")) return;

  test("the cookie of a handshake keeps a client on one server", async () => {
    const server = await start(subject, { flags: ["--cookie", "lb"] });
    const { handshake, headers } = await openPolling(server.url);
    expect(headers.getSetCookie()).toEqual([`lb=${encodeURIComponent(handshake.sid)}; Path=/; HttpOnly; SameSite=Lax`]);
  });
}
