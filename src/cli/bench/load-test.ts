import { constants } from "node:os";
import { bench } from "../../bench/bench.ts";
import type { LoadSpec } from "../../bench/loads/index.ts";
import { findTarget } from "../../bench/target.ts";
import { waitForStop } from "../../run/signals.ts";
import type { Edge } from "../edge.ts";
import { type BenchFlags, readBenchFlags } from "./flags.ts";
import { loadPayload } from "./payload.ts";
import { type ProgressLine, progressLine } from "./progress-line.ts";
import { showReport } from "./show.ts";

/** What commander has parsed: the URL and the flags as they were given. */
export interface GivenFlags extends Readonly<Record<string, unknown>> {
  readonly url: string;
}

/**
 * Loads the server at a URL and tells how it did. Resolves with the exit status: 0 if all went well, 1 if anything was lost or failed, that of
 * the signal if one ended the run.
 */
export async function loadTest(given: GivenFlags, edge: Edge): Promise<number> {
  const flags = readBenchFlags(given, edge.cwd);
  const target = await findTarget(given.url, {
    path: flags.path,
    namespace: flags.namespace,
    insecure: flags.insecure,
    headers: flags.header,
    anywhere: flags.owned,
  });
  const { load, close } = await loadOf(flags, edge.cwd);
  const { connections, duration: durationMs } = flags;
  const line = liveLine({ connections, durationMs });
  const stopping = new AbortController();
  const signals = waitForStop({ onSecond: (status) => process.exit(status) });
  void signals.stop.then((signal) => stopping.abort(signal));
  try {
    const report = await bench({
      target,
      connections,
      perSecond: flags.ramp,
      durationMs,
      timeoutMs: flags.timeout,
      transport: flags.transports,
      auth: flags.auth,
      load,
      signal: stopping.signal,
      onProgress: line.show,
    });
    line.clear();
    edge.stdout(flags.json ? `${JSON.stringify(report, undefined, 2)}\n` : showReport(report, edge.paint.stdout));
    if (report.interrupted) return 128 + constants.signals[stopping.signal.reason as NodeJS.Signals];
    return report.ok ? 0 : 1;
  } catch (error) {
    line.clear();
    throw error;
  } finally {
    signals.close();
    close();
  }
}

async function loadOf(flags: BenchFlags, cwd: string): Promise<{ readonly load: LoadSpec; close(): void }> {
  if (flags.scenario !== undefined) {
    const { loadScenario } = await import("./scenario-file.ts");
    return loadScenario(flags.scenario, cwd);
  }
  const same = { event: flags.event, payload: await loadPayload(flags.payload, cwd) };
  const { rate, ack, inFlight } = flags;
  const load: LoadSpec =
    rate === undefined ? { kind: "in-flight", inFlight, ...same } : { kind: "rate", perSecond: rate, ack, ...same };
  return { load, close() {} };
}

/** Nothing of it is for a file or a pipe. */
function liveLine(aim: { readonly connections: number; readonly durationMs: number }): ProgressLine {
  // A terminal that does not know its width says 0.
  const { isTTY, columns } = process.stderr;
  if (!isTTY) return { show() {}, clear() {} };
  return progressLine({ write: (text) => process.stderr.write(text), columns: columns || usualColumns }, aim);
}

const usualColumns = 80;
