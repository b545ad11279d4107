import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { io, type Socket } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { type CliServer, runCli, startCli } from "../../_support/cli.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { connected, next } from "../../_support/server.ts";
import { needsRuntime, type OtherRuntime, otherRuntimes } from "./runtimes.ts";

/** Handlers in each style, in TypeScript that no runtime could run as it is written. */
const styles = {
  "functions.ts": `
    import { emit, on, request } from "sio-serve";
    enum Greeting { Hello = "hello" }
    on("greet", async (name: string) => { await null; emit("seen", request.sid); return Greeting.Hello + " " + name; });`,
  "class.ts": `
    import { emit, event, Namespace, request } from "sio-serve";
    export default class Chat extends Namespace {
      constructor(private readonly greeting = "hello") { super(); }
      @event greet(name: string) { emit("seen", request.sid); return this.greeting + " " + name; }
    }`,
  "plain.js": `
    export default (io) => io.on("connection", (socket) => {
      socket.on("greet", (name, ack) => { socket.emit("seen", socket.id); ack("hello " + name); });
    });`,
  "plain.cjs": `
    const { basename } = require("node:path");
    module.exports = (io) => io.on("connection", (socket) => {
      socket.on("greet", (name, ack) => { socket.emit("seen", socket.id); ack("hello " + basename("/x/" + name)); });
    });`,
};

const routes = {
  "handlers.ts": `
    import { on } from "sio-serve";
    on("ask", () => "answer");
    export const http = {
      async fetch(request: Request) {
        return Response.json({ path: new URL(request.url).pathname, body: await request.text() });
      },
    };`,
  "public/index.html": "<h1>page</h1>",
};

describe.each(otherRuntimes)("on $name", (runtime) => {
  test.for(Object.entries(styles))("handlers in %s are served", async ([name, text], context) => {
    const { server, client } = await serve(context, runtime, { files: { [name]: text }, args: [name] });
    expect(told(server, "runtime")).toMatch(runtime.told);
    const socket = await client();
    const seen = next(socket, "seen");
    expect(await socket.emitWithAck("greet", "Ann")).toBe("hello Ann");
    expect(await seen).toEqual([socket.id]);
    expect(await server.stop()).toBe(0);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test.for(runtime.engines)(
    "the engine %s serves HTTP routes, files and the client script beside Socket.IO",
    async (engine, context) => {
      const args = ["handlers.ts", "--engine", engine, "--static", "public"];
      const { server, client } = await serve(context, runtime, { files: routes, args });
      expect(told(server, "engine")).toMatch(new RegExp(`^${engine}\\b`));
      const page = await fetch(server.url);
      expect([page.status, await page.text()]).toEqual([200, "<h1>page</h1>"]);
      const route = await fetch(`${server.url}/route`, { method: "POST", body: "text" });
      expect([route.status, await route.json()]).toEqual([200, { path: "/route", body: "text" }]);
      const script = await fetch(`${server.url}/socket.io/socket.io.js`);
      expect([script.status, script.headers.get("content-type")]).toEqual([200, expect.stringContaining("javascript")]);
      for (const transports of [["polling"], ["websocket"]]) {
        expect(await (await client({ transports })).emitWithAck("ask")).toBe("answer");
      }
    },
  );

  test("a mistake is shown at its place in the user's file", async (context) => {
    needsRuntime(context, runtime);
    await using folder = await temporaryFolder({
      "broken.ts": "const total: number = ;\n",
      "thrown.ts": 'interface Long {\n  name: string;\n}\nthrow new TypeError("no " + ({} as Long).name);\n',
    });
    const start = (file: string) => runCli([file], { cwd: folder.path, runtime: runtime.command });
    const broken = await start("broken.ts");
    expect([broken.status, broken.stderr]).toEqual([65, expect.stringContaining("broken.ts:1:23")]);
    const thrown = await start("thrown.ts");
    expect([thrown.status, thrown.stderr]).toEqual([
      65,
      expect.stringContaining("thrown.ts:4:7: TypeError: no undefined"),
    ]);
  });

  test("what a handler throws is logged with the line of the user's file", async (context) => {
    const text =
      'import { on } from "sio-serve";\n\non("fail", (text: string) => {\n  throw new Error(text as string);\n});\n';
    const { server, client } = await serve(context, runtime, { files: { "handlers.ts": text }, args: ["handlers.ts"] });
    (await client()).emit("fail", "on purpose");
    await expect.poll(() => server.output()).toMatch(/handlers\.ts:4:9: Error: on purpose/);
  });

  test("a save is in force at once, and every client stays", async (context) => {
    const version = (n: number) => `import { on } from "sio-serve";\non("version", (): number => ${n});\n`;
    const files = { "handlers.ts": version(1) };
    const { server, client, save } = await serve(context, runtime, { files, args: ["handlers.ts", "--watch"] });
    const socket = await client();
    const { id } = socket;
    const ask = () => socket.emitWithAck("version");
    expect(await ask()).toBe(1);
    await save("handlers.ts", version(2));
    await expect.poll(ask).toBe(2);
    await save("handlers.ts", "on(\n");
    await expect.poll(() => server.output()).toContain("Not loaded, what was in force serves on: handlers.ts:");
    expect(await ask()).toBe(2);
    await save("handlers.ts", version(3));
    await expect.poll(ask).toBe(3);
    expect(socket.id).toBe(id);
  });
});

interface Project {
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

type Context = Parameters<typeof needsRuntime>[0];

/** Serves a project; everything ends with the test. */
async function serve(context: Context, runtime: OtherRuntime, { files, args }: Project) {
  needsRuntime(context, runtime);
  const folder = await temporaryFolder(files);
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const options = { cwd: folder.path, runtime: runtime.command };
  const server = await startCli([...args, "--port", "0"], options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const client = (more: { readonly transports?: string[] } = {}): Promise<Socket> => {
    const socket = io(server.url, { reconnection: false, forceNew: true, ...more });
    onTestFinished(() => void socket.disconnect());
    return connected(socket);
  };
  /** As editors do: never half a file. */
  const save = async (name: string, text: string) => {
    await writeFile(join(folder.path, "saved.tmp"), text);
    await rename(join(folder.path, "saved.tmp"), join(folder.path, name));
  };
  return { server, client, save };
}

/** What the banner tells. */
function told({ output }: CliServer, name: string): string | undefined {
  return new RegExp(`^ +${name} +(.*)$`, "m").exec(output())?.[1];
}
