import { networkInterfaces } from "node:os";
import { renderUnicodeCompact } from "uqr";
import { expect, test } from "vitest";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";

const outside = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ internal, family }) => !internal && family === "IPv4")?.address;

test("--qr shows the URL on the network", async (context) => {
  if (outside === undefined) return context.skip("this machine has no address but loopback");
  await using folder = await temporaryFolder({ "handlers.js": "export default () => {};" });
  await using server = await startCli(["handlers.js", "--port", "0", "--host", "0.0.0.0", "--qr"], {
    cwd: folder.path,
  });
  const [row = ""] = renderUnicodeCompact(`http://${outside}:${new URL(server.url).port}`, { border: 2 })
    .split("\n")
    .slice(5);
  await expect.poll(() => server.output()).toContain(`  ${row}\n`);
});

test("where no phone could reach it, a warning says what to do instead", async () => {
  await using folder = await temporaryFolder({ "handlers.js": "export default () => {};" });
  await using server = await startCli(["handlers.js", "--port", "0", "--qr"], { cwd: folder.path });
  await expect.poll(() => server.output()).toContain("--host 0.0.0.0");
  expect(server.output()).not.toContain("█");
});
