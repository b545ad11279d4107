import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { serve } from "../_support/server.ts";
import { openPolling, openWebSocket } from "./raw.ts";

const page = "https://good.example";
const nothing = () => {};

/** The headers about other origins in the answer to a handshake by polling, as a page of `origin` would begin it. */
function corsHeaders(url: string, { origin, method }: { origin: string; method: string }) {
  return new Promise<Record<string, unknown>>((resolve, reject) => {
    const headers = { origin, "access-control-request-method": "POST" };
    request(`${url}/socket.io/?EIO=4&transport=polling`, { method, headers }, (response) => {
      response.resume();
      const about = Object.entries(response.headers).filter(([name]) => name.startsWith("access-control-"));
      resolve(Object.fromEntries(about));
    })
      .on("error", reject)
      .end();
  });
}

describe("cors", () => {
  test.each(["GET", "OPTIONS"])("a listed origin is named in the answer to %s, without credentials", async (method) => {
    await using server = await serve(nothing, { cors: [page, "https://other.example"] });
    const headers = await corsHeaders(server.url, { origin: page, method });
    expect(headers["access-control-allow-origin"]).toBe(page);
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  });

  test("with corsCredentials, the check before a request allows cookies too", async () => {
    await using server = await serve(nothing, { cors: [page], corsCredentials: true });
    expect(await corsHeaders(server.url, { origin: page, method: "OPTIONS" })).toMatchObject({
      "access-control-allow-origin": page,
      "access-control-allow-credentials": "true",
    });
  });

  test.each([
    ["by default", {}],
    ["with others listed", { cors: ["https://other.example"] }],
  ])("an origin that is not listed is named in no answer, %s", async (_how, options) => {
    await using server = await serve(nothing, options);
    const headers = await corsHeaders(server.url, { origin: page, method: "OPTIONS" });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("* allows every origin", async () => {
    await using server = await serve(nothing, { cors: "*" });
    expect((await corsHeaders(server.url, { origin: page, method: "GET" }))["access-control-allow-origin"]).toBe("*");
  });
});

describe("cookie", () => {
  test("polling sets it to the connection's id, out of reach of scripts", async () => {
    await using server = await serve(nothing, { cookie: "lb" });
    const { handshake, headers } = await openPolling(server.url);
    expect(headers.getSetCookie()).toEqual([`lb=${encodeURIComponent(handshake.sid)}; Path=/; HttpOnly; SameSite=Lax`]);
  });

  test("WebSocket needs none: one connection goes to one server", async () => {
    await using server = await serve(nothing, { cookie: "lb" });
    const client = await openWebSocket(`${server.url}/socket.io/?EIO=4&transport=websocket`);
    expect(client.headers).not.toHaveProperty("set-cookie");
    client.destroy();
  });

  test("without the setting there is none", async () => {
    await using server = await serve(nothing);
    expect((await openPolling(server.url)).headers.getSetCookie()).toEqual([]);
  });
});
