import { expect, test } from "vitest";
import { runCli, startCli } from "../_support/cli.ts";
import { writeProject } from "./project.ts";

const quick = ["--idle", "0"];

test("--url tells what was seen of a server, and what is wrong with it", async () => {
  await using project = await writeProject({});
  await using server = await startCli(["h.ts", "--port", "0"], { cwd: project.path });
  const { status, stdout, stderr } = await runCli(["doctor", "--url", server.url, ...quick]);
  expect([status, stderr]).toEqual([0, `Asking ${server.url}, which may take a minute.\n`]);
  expect(stdout).toMatch(/^Seen at http:\/\/127\.0\.0\.1:\d+\/\n {2}path +\/socket\.io\/\n/m);
  expect(stdout).toMatch(/^ {2}transports +polling, websocket$/m);
  expect(stdout).toMatch(/\(\d+ requests in [\d.]+ s\)\.\n$/);
});

test("--url with --json is one object, and nothing else on stdout", async () => {
  await using project = await writeProject({});
  await using server = await startCli(["h.ts", "--port", "0", "--path", "/rt"], { cwd: project.path });
  const { status, stdout, stderr } = await runCli(["doctor", "--url", server.url, "--path", "/rt", "--json", ...quick]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    ok: true,
    url: expect.stringContaining(server.url),
    server: { path: "/rt/", protocols: [4], transports: ["polling", "websocket"] },
    findings: expect.any(Array),
  });
});

test("a server that cannot be reached is a fatal finding with its fix", async () => {
  const { status, stdout } = await runCli(["doctor", "--url", "http://127.0.0.1:1", ...quick]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^✖ P\d+ fatal {2}Nothing listens on 127\.0\.0\.1:1\n/);
  expect(stdout).toContain("   Fix: ");
  expect(stdout).toContain("1 fatal finding (1 request in ");
});

test.each([
  [["--url", "chat"], "http://chat"],
  [["--url", "http://127.0.0.1:1", "--idle", "long"], '--idle must be a number of seconds, not "long".'],
  [
    ["--url", "http://127.0.0.1:1", "--header", "cookie"],
    '--header must be written as HTTP does, such as "cookie: session=abc", not "cookie".',
  ],
  [["--url", "http://127.0.0.1:1", "--fix"], "--fix mends the project of this folder"],
])("%j is a mistake on the command line", async (args, complaint) => {
  const { status, stdout, stderr } = await runCli(["doctor", ...args]);
  expect([status, stdout]).toEqual([64, ""]);
  expect(stderr).toContain(complaint);
});
