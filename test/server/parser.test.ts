import { join } from "node:path";
import { pathToFileURL } from "node:url";
import msgpack from "socket.io-msgpack-parser";
import { describe, expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { serve } from "../_support/server.ts";
import { openClient } from "./client.ts";

const handlers = `import { on } from "sio-serve";\non("echo", (value: unknown) => value);\n`;

describe.each(["polling", "websocket"])("msgpack over %s", (transport) => {
  test("a client with the same parser exchanges events, acks and binary", async () => {
    await using server = await serve((sio) => sio.on("echo", (value: unknown) => value), { parser: "msgpack" });
    const client = server.client({ parser: msgpack, transports: [transport] });
    const value = { text: "ä", list: [1, null, true], bytes: Buffer.from([1, 2, 3]) };
    const answer = await client.emitWithAck("echo", value);
    expect({ ...answer, bytes: Buffer.from(answer.bytes) }).toEqual(value);
  });

  test.each([
    ["the server", { parser: "msgpack" }, {}],
    ["the client", {}, { parser: msgpack }],
  ])("on one side alone, %s, nobody connects and the server goes on", async (_side, ours, theirs) => {
    await using server = await serve((sio) => sio.on("echo", (value: unknown) => value), ours);
    const stranger = server.client({ ...theirs, transports: [transport] });
    await new Promise((closed) => stranger.io.once("close", closed));
    expect(stranger.connected).toBe(false);
    const friend = server.client({ ...("parser" in ours && { parser: msgpack }), transports: [transport] });
    expect(await friend.emitWithAck("echo", 1)).toBe(1);
  });
});

/** A parser that writes packets as JSON, in the way of Socket.IO's documentation. */
const json = `import { EventEmitter } from "node:events";
export class Encoder { encode(packet) { return [JSON.stringify(packet)]; } }
export class Decoder extends EventEmitter {
  add(text) { this.emit("decoded", JSON.parse(text)); }
  destroy() {}
}
`;
const typescript = json.replace("(packet)", "(packet: unknown): string[]").replace("(text)", "(text: string): void");

describe("a parser of one's own", () => {
  test.each([
    ["a JavaScript file", "./own.mjs", { "own.mjs": json }],
    ["a TypeScript file", "./own.ts", { "own.ts": typescript }],
    ["a default export", "./own.ts", { "a.ts": typescript, "own.ts": `export * as default from "./a.ts";\n` }],
    [
      "a package of the project",
      "own",
      {
        "node_modules/own/package.json": `{ "exports": { "import": "./index.mjs" } }`,
        "node_modules/own/index.mjs": json,
      },
    ],
  ])("%s is spoken", async (_what, parser, files) => {
    await using folder = await temporaryFolder({ "h.ts": handlers, "client.mjs": json, ...files });
    await using server = await startCli(["h.ts", "--port", "0", "--parser", parser], { cwd: folder.path });
    const same = await import(pathToFileURL(join(folder.path, "client.mjs")).href);
    expect(await openClient(server.url, { parser: same }).emitWithAck("echo", "ab")).toBe("ab");
    const other = openClient(server.url);
    await new Promise((closed) => other.io.once("close", closed));
    expect(other.connected).toBe(false);
  });

  test.each([
    ["that is none", { "own.ts": "export const Encoder = 1;\n" }, "must export the classes Encoder and Decoder"],
    ["with a syntax error", { "own.ts": "export class {\n" }, "own.ts:2:1: Expected"],
    ["that is not installed", {}, "could not be loaded"],
  ])("one %s is refused", async (_how, files, message) => {
    await using folder = await temporaryFolder({ "h.ts": handlers, ...files });
    const parser = "own.ts" in files ? "./own.ts" : "no-such-parser";
    const result = await runCli(["h.ts", "--parser", parser], { cwd: folder.path });
    expect([result.status, result.stderr]).toEqual([78, expect.stringContaining(message)]);
  });
});
