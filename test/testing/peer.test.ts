import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../_support/folder.ts";

const root = resolve(import.meta.dirname, "../..");

// Stands for a project that has not installed socket.io-client.
const hide = `import { register } from "node:module";
register("data:text/javascript," + encodeURIComponent(\`export function resolve(specifier, context, next) {
  return next(specifier === "socket.io-client" ? "socket.io-client-that-is-missing" : specifier, context);
}\`));`;

const program = `import { testServer } from "sio-serve/testing";
const server = await testServer(() => {});
await server.connect().catch(({ message, hint }) => console.log(message, hint));
await server.close();`;

test("without socket.io-client, connecting says what to install", async () => {
  await using folder = await temporaryFolder({ "hide.mjs": hide });
  const args = ["--import", `${folder.path}/hide.mjs`, "--input-type=module", "--eval", program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 20_000 });
  expect(stdout).toBe(
    'The test client needs the package "socket.io-client". npm install --save-dev socket.io-client\n',
  );
});
