import express from "express";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import type { HttpRoutes } from "../../src/index.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serve } from "../_support/server.ts";

const expressApp = express().get("/hello", (_request, response) => {
  response.send("hello");
});
const honoApp = new Hono().get("/hello", (context) => context.text("hello"));

const kinds: readonly (readonly [string, HttpRoutes])[] = [
  ["an Express app", expressApp as unknown as HttpRoutes],
  ["a Hono app", honoApp as unknown as HttpRoutes],
  ["a (request, response) function", (_request, response) => response.end("hello")],
  ["a fetch function", (request: Request) => new Response(new URL(request.url).pathname.slice(1))],
  ["a fetch function that needs no request", () => new Response("hello")],
  ["an object with fetch", { fetch: async () => new Response("hello") }],
];

describe("routes exported as http", () => {
  test.each(kinds)("%s answers beside the sockets", async (_name, http) => {
    await using server = await serve((sio) => {
      sio.registry.http = http;
      sio.on("ping", () => "pong");
    });
    const response = await fetch(`${server.url}/hello`);
    expect([response.status, await response.text()]).toEqual([200, "hello"]);
    expect(await server.client().emitWithAck("ping")).toBe("pong");
  });

  test("a route that fails is a 500 and a line in the log", async () => {
    await using server = await serve((sio) => {
      sio.registry.http = async (_request, _response) => {
        throw new Error("boom");
      };
    });
    expect((await fetch(`${server.url}/x`)).status).toBe(500);
    expect(server.log).toMatchObject([{ level: "error", message: "An HTTP route failed" }]);
  });
});

describe("static files", () => {
  const files = {
    "index.html": "<p>home",
    "sub/index.html": "<p>sub",
    "app.js": "1",
    ".env": "SECRET=1",
    "sub/.git/config": "x",
  };

  test("are served with their type, folders by their index", async () => {
    await using folder = await temporaryFolder(files);
    await using server = await serve(() => {}, { static: folder.path });
    const home = await fetch(server.url);
    expect([home.status, home.headers.get("content-type"), await home.text()]).toEqual([
      200,
      "text/html;charset=utf-8",
      "<p>home",
    ]);
    expect(await (await fetch(`${server.url}/sub/`)).text()).toBe("<p>sub");
    const part = await fetch(`${server.url}/index.html`, { headers: { range: "bytes=3-4" } });
    expect([part.status, await part.text()]).toEqual([206, "ho"]);
    expect(home.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each([
    "/.env",
    "/sub/.git/config",
    "/../package.json",
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "/missing",
  ])("%s is not there", async (path) => {
    await using folder = await temporaryFolder(files);
    await using server = await serve(() => {}, { static: folder.path });
    expect((await fetch(server.url + path)).status).toBe(404);
  });
});
