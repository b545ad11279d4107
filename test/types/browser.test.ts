import { build } from "esbuild";
import { expect, test } from "vitest";

const client = `
import type { EventsOf } from "sio-serve";
import type { ServerToClient } from "./handlers.ts";
import { io, type Socket } from "socket.io-client";

const socket: Socket<ServerToClient, EventsOf<typeof import("./handlers.ts")>> = io();
socket.emit("add", 1, 2, (sum) => console.log(sum));
`;

test("a browser client that takes the types of a handlers file takes nothing else of it", async () => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: client, loader: "ts", sourcefile: "client.ts", resolveDir: import.meta.dirname },
    bundle: true,
    platform: "browser",
    format: "esm",
    external: ["socket.io-client"],
    metafile: true,
    write: false,
  });
  expect(Object.keys(metafile.inputs)).toEqual(["test/types/client.ts"]);
  expect(outputFiles[0]?.text).toMatchInlineSnapshot(`
    "// test/types/client.ts
    import { io } from "socket.io-client";
    var socket = io();
    socket.emit("add", 1, 2, (sum) => console.log(sum));
    "
  `);
});
