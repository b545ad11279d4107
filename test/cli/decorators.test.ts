import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

const handlers = `import { event, Namespace } from "sio-serve";

export class Chat extends Namespace {
  @event("any name") first(value: number) {
    return value + 1;
  }
  @event named(value: number) {
    return this.onDouble(value);
  }
  @event("one")
  @event("two")
  several() {
    return "several";
  }
  onDouble(value: number) {
    return value * 2;
  }
}
`;

test.each([
  ["standard", {}],
  ["legacy", { compilerOptions: { experimentalDecorators: true } }],
])("%s decorators name the events of a class", async (_kind, tsconfig) => {
  await using folder = await temporaryFolder({ "chat.ts": handlers, "tsconfig.json": JSON.stringify(tsconfig) });
  await using server = await startCli(["chat.ts", "--port", "0"], { cwd: folder.path });
  const client = io(server.url, { forceNew: true });
  expect(await client.emitWithAck("any name", 1)).toBe(2);
  expect(await client.emitWithAck("named", 4)).toBe(8);
  expect(await client.emitWithAck("double", 5)).toBe(10);
  expect(await client.emitWithAck("one")).toBe("several");
  expect(await client.emitWithAck("two")).toBe("several");
  client.close();
});
