import { expect, test } from "vitest";
import { serveBare } from "./bare.ts";
import { startBench } from "./run.ts";

test.each<[NodeJS.Signals, number]>([
  ["SIGINT", 130],
  ["SIGTERM", 143],
])("%s ends the run with the figures so far", async (name, status) => {
  const server = await serveBare();
  const run = startBench([server.url, "--connections", "5", "--duration", "60s"]);
  await expect.poll(server.echoed).toBeGreaterThan(100);
  run.signal(name);
  const result = await run.ended;
  expect([result.status, result.stderr]).toEqual([status, ""]);
  expect(result.stdout).toContain("connections  5 made, 0 failed, 0 lost\n");
  expect(result.stdout).toContain("The run was interrupted; these are the figures so far.");
  await expect.poll(() => server.io.engine.clientsCount).toBe(0);
});

test("interrupted while it connects, it tells how far it came", async () => {
  const server = await serveBare();
  const run = startBench([server.url, "--connections", "100", "--ramp", "1/s", "--json"]);
  await expect.poll(() => server.io.engine.clientsCount).toBeGreaterThan(0);
  await expect.poll(server.echoed).toBe(1);
  run.signal("SIGINT");
  const { status, stdout } = await run.ended;
  const report = JSON.parse(stdout);
  expect(status).toBe(130);
  expect(report).toMatchObject({ ok: false, interrupted: true, messages: { sent: 0 } });
  expect(report.connections.made).toBeLessThan(100);
});

test("interrupted while it waits for acknowledgements, it waits no longer", async () => {
  const server = await serveBare();
  let heard = 0;
  server.io.on("connection", (socket) => {
    socket.on("once", (value, acknowledge) => {
      heard += 1;
      if (heard === 1) acknowledge(value);
    });
  });
  const flags = ["--connections", "2", "--event", "once", "--duration", "100ms", "--timeout", "60s", "--json"];
  const run = startBench([server.url, ...flags]);
  await expect.poll(() => heard).toBe(3);
  run.signal("SIGINT");
  const { stdout } = await run.ended;
  expect(JSON.parse(stdout)).toMatchObject({
    interrupted: true,
    messages: { sent: 2, answered: 0, lost: 2 },
    errors: [{ stage: "acknowledge", kind: "unfinished", count: 2 }],
  });
});
