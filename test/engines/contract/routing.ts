import { mkdir, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../_support/folder.ts";
import { connected } from "../../_support/server.ts";
import { journalOf, open, type Subject, start } from "./subject.ts";

/** HTTP beside the sockets. */
export function routing(subject: Subject): void {
  test("routes get method, URL, headers and body, and answer with theirs", async () => {
    const server = await start(subject);
    const asked = await fetch(`${server.url}/method?a=b`, { method: "PUT", headers: { Cookie: "a=1" } });
    expect([asked.status, asked.headers.get("x-route"), asked.headers.get("content-type")]).toEqual([
      200,
      "yes",
      expect.stringContaining("application/json"),
    ]);
    expect(await asked.json()).toEqual({ method: "PUT", url: `${server.url}/method?a=b`, cookie: "a=1" });
    const body = Buffer.alloc(3_000_000, 1);
    expect(await (await fetch(`${server.url}/length`, { method: "POST", body })).text()).toBe("3000000");
    expect(await (await fetch(`${server.url}/length`, { method: "POST", body: "" })).text()).toBe("0");
    expect((await fetch(`${server.url}/empty`)).status).toBe(204);
    expect((await fetch(`${server.url}/cookies`)).headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  test("what no route and no file answers is a 404, by any method, and the connection serves on", async () => {
    const server = await start(subject);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    for (const method of ["GET", "HEAD", "POST", "DELETE", "OPTIONS"]) {
      expect(await statusOf(`${server.url}/none`, { method, agent })).toBe(404);
    }
    expect(await statusOf(`${server.url}/method`, { method: "GET", agent })).toBe(200);
  });

  test("a route that throws answers 500 and takes nothing else down", async () => {
    const server = await start(subject);
    expect((await fetch(`${server.url}/throws`)).status).toBe(500);
    expect(await open(server.url).emitWithAck("echo", 1)).toBe(1);
  });

  test("bodies of megabytes arrive whole, with and without a length", async () => {
    const server = await start(subject);
    for (const path of ["/large", "/stream"]) {
      const body = Buffer.from(await (await fetch(server.url + path)).arrayBuffer());
      expect([path, body.length]).toEqual([path, 8_000_000]);
    }
  });

  test("a stream ends when the client goes away", async () => {
    const server = await start(subject);
    const client = await connected(open(server.url));
    const stop = new AbortController();
    const response = await fetch(`${server.url}/endless`, { signal: stop.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    stop.abort();
    await reader?.closed.catch(() => {});
    await expect.poll(() => journalOf(client)).toEqual(["cancelled"]);
  });

  test("files are served: whole, in part, by their head, and not again to whoever has them", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "public"));
    await writeFile(join(folder.path, "public/index.html"), "<p>page</p>");
    await writeFile(join(folder.path, "public/large.bin"), Buffer.alloc(5_000_000, 3));
    const server = await start(subject, { flags: ["--static", join(folder.path, "public")], cwd: folder.path });
    const page = await fetch(`${server.url}/`);
    expect([page.headers.get("content-type"), await page.text()]).toEqual(["text/html;charset=utf-8", "<p>page</p>"]);
    const large = await fetch(`${server.url}/large.bin`);
    expect(Buffer.from(await large.arrayBuffer()).equals(Buffer.alloc(5_000_000, 3))).toBe(true);
    const part = await fetch(`${server.url}/large.bin`, { headers: { Range: "bytes=10-19" } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 10]);
    const head = await fetch(`${server.url}/large.bin`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "5000000"]);
    const again = { headers: { "If-None-Match": large.headers.get("etag") ?? "" } };
    expect((await fetch(`${server.url}/large.bin`, again)).status).toBe(304);
    expect((await fetch(`${server.url}/.env`)).status).toBe(404);
  });

  test("the browser's client is served under the path, and only if that is wanted", async () => {
    const server = await start(subject);
    const script = await fetch(`${server.url}/socket.io/socket.io.js`);
    expect([script.status, script.headers.get("content-type")]).toEqual([200, "application/javascript; charset=utf-8"]);
    expect(await script.text()).toContain("Socket.IO");
    const without = await start(subject, { flags: ["--no-serve-client"] });
    expect((await fetch(`${without.url}/socket.io/socket.io.js`)).ok).toBe(false);
  });
}

function statusOf(
  url: string,
  options: { readonly method: string; readonly agent: Agent },
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, options, (response) => response.resume().once("end", () => resolve(response.statusCode)))
      .on("error", reject)
      .end();
  });
}
