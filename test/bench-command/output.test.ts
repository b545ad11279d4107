import { expect, test } from "vitest";
import type { BenchReport } from "../../src/bench/report.ts";
import { progressLine } from "../../src/cli/bench/progress-line.ts";
import { showReport } from "../../src/cli/bench/show.ts";
import { plain } from "../../src/cli/terminal.ts";
import { runCli } from "../_support/cli.ts";
import { serveBare } from "./bare.ts";
import { brief } from "./run.ts";

const percentiles = { min: 0.4, mean: 1.5, p50: 1.21, p90: 2.5, p99: 12.3, p999: 123.4, max: 12_345 };

const report: BenchReport = {
  version: 1,
  ok: false,
  url: "http://127.0.0.1:5000/",
  namespace: "/",
  transport: "websocket",
  load: { kind: "rate", event: "echo", perSecond: 10, ack: true },
  interrupted: true,
  seconds: 10.02,
  connections: { asked: 100, made: 98, failed: 2, lost: 1, connectMs: percentiles },
  messages: { sent: 9_790, answered: 9_780, lost: 10, unasked: 0, withheld: 10, received: 12, perSecond: 976.05 },
  bytes: { sent: 4_000_000, received: 900, sentPerSecond: 399_201.6, receivedPerSecond: 89.8 },
  latencyMs: percentiles,
  serviceMs: { ...percentiles, max: 50 },
  histogram: [
    { fromMs: 0.4, toMs: 70, count: 9_779 },
    { fromMs: 70, toMs: 12_345, count: 1 },
  ],
  errors: [
    { stage: "acknowledge", kind: "timeout", message: "no acknowledgement within 5 s", count: 10 },
    { stage: "connect", kind: "refused", message: "the server refused the client in /: full", count: 2 },
  ],
  disconnects: [{ reason: "ping timeout", count: 1 }],
  client: { cpuShare: 0.97, bottleneck: true },
};

test("the report for people", () => {
  expect(showReport(report, plain)).toMatchInlineSnapshot(`
    "http://127.0.0.1:5000/ over websocket: 98 connections, "echo" 10 times a second on each

      connections  98 made, 2 failed, 1 lost
      connecting   p50 1.21 ms, p99 12.3 ms
      messages     9,790 sent: 9,780 answered, 10 lost, 10 more not sent
      rate         976 messages/s for 10.0 s
      bytes        399.2 kB/s sent, 90 B/s received
      events       12 received
      client CPU   97 % of one core

    Latency from the moment a message was due, and from the moment it left
      p50     1.21 ms   1.21 ms
      p90     2.50 ms   2.50 ms
      p99     12.3 ms   12.3 ms
      p99.9    123 ms    123 ms
      max      12.3 s   50.0 ms

      up to  70.0 ms  ########################################  9,779
      up to   12.3 s  #                                         1

    Errors
      10  acknowledge, timeout  no acknowledgement within 5 s
      2   connect, refused      the server refused the client in /: full

    Connections lost
      1  ping timeout

    ▲ The run was interrupted; these are the figures so far.

    ▲ The client was the bottleneck: it used 97 % of a core, so the server may do better than this.
    "
  `);
});

test("in a pipe there is the report, and nothing of the progress", async () => {
  const server = await serveBare();
  const { status, stdout, stderr } = await runCli(["bench", server.url, ...brief]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/ over websocket: 4 connections, "echo" with 1 on the way on each\n/,
  );
  expect(stdout).toMatch(/^ {2}messages +[\d,]+ sent: [\d,]+ answered, 0 lost$/m);
  expect(stdout).toMatch(/^ {2}p99\.9 +[\d.]+ ms$/m);
  expect(stdout).toMatch(/^ {2}up to +[\d.]+ ms {2}#+ +[\d,]+$/m);
});

test("the progress is one line, written again and again, and never wider than the terminal", () => {
  const written: string[] = [];
  const line = progressLine(
    { write: (text) => void written.push(text), columns: 60 },
    { connections: 100, durationMs: 10_000 },
  );
  const common = { open: 100, answered: 0, problems: 0 };
  line.show({ ...common, phase: "connecting", elapsedMs: 250, open: 25, sent: 0 });
  line.show({ ...common, phase: "sending", elapsedMs: 1_000, sent: 1_000 });
  line.show({ ...common, phase: "sending", elapsedMs: 1_500, sent: 3_000, problems: 1 });
  line.show({ ...common, phase: "waiting", elapsedMs: 250, sent: 9_000, answered: 8_990 });
  line.clear();
  expect(written).toEqual([
    "\r\x1b[2Kconnecting: 25 of 100",
    "\r\x1b[2Ksending: 1 of 10 s · 100 connections · 0 messages/s",
    "\r\x1b[2Ksending: 2 of 10 s · 100 connections · 4,000 messages/s · 1",
    "\r\x1b[2Kwaiting for what is on its way · 100 connections · 10 not a",
    "\r\x1b[2K",
  ]);
});
