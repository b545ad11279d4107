import type { Dial } from "./client.ts";
import { aborted, Crowd, type Ramp } from "./crowd.ts";
import { Fault } from "./fault.ts";
import { makeContact } from "./first-contact.ts";
import { type LoadSpec, runLoad } from "./loads/index.ts";
import { Meter } from "./meter.ts";
import { type Progress, Ticker } from "./progress.ts";
import { type BenchReport, reportOf } from "./report.ts";

/** What to load a server with. */
export interface BenchSpec extends Omit<Dial, "address" | "traffic">, Ramp {
  readonly load: LoadSpec;
  /** How long to send, once all are connected. */
  readonly durationMs: number;
  /** Ends the run early. */
  readonly signal: AbortSignal;
  /** Called several times a second. */
  readonly onProgress: (progress: Progress) => void;
}

/** What is late is given up by then, see `Client.sweep`. */
const slackMs = 500;
/** How long a run that was interrupted waits for what is on its way. */
const hurryMs = 1_000;

/**
 * Connects clients, keeps them busy for a time, and counts. It ends by itself: after the time to connect, the duration, and at most
 * `timeoutMs` for the last acknowledgements. All connections are gone then.
 *
 * @throws SioError `unavailable` if not even the first client gets an answer
 */
export async function bench(spec: BenchSpec): Promise<BenchReport> {
  const { target, signal, load, connections, perSecond, timeoutMs } = spec;
  const meter = new Meter();
  const dial = { ...spec, address: target.addresses[0] ?? target.hostname, traffic: meter.traffic };
  const crowd = new Crowd(dial, meter);
  const ticker = new Ticker({ crowd, meter }, spec.onProgress);
  try {
    const address = await Promise.race([makeContact(crowd, dial, load), aborted(signal)]);
    if (address !== undefined) await crowd.gather({ connections, perSecond }, { address, signal });
    ticker.enter("sending");
    meter.begin();
    const over = overAfter(spec);
    const cpu = startCpu();
    const work = { crowd, meter, signal: over.signal, timeoutMs };
    const working = signal.aborted ? Promise.resolve() : runLoad(work, load);
    await Promise.race([working, aborted(over.signal)]);
    over.end();
    const cpuShare = cpu();
    ticker.enter("waiting");
    await settled(working, crowd, spec);
    const counted = { asked: connections, made: crowd.clients.length, interrupted: signal.aborted };
    const { shown: url, namespace } = target;
    return reportOf(meter, { url, namespace, transport: spec.transport, load, ...counted, cpuShare });
  } finally {
    ticker.close();
    await crowd.close();
  }
}

/** A signal that fires when the time is up, when the user has seen enough, and when there is nothing more to do. */
function overAfter({ durationMs, signal }: BenchSpec) {
  const over = new AbortController();
  const end = () => over.abort(new Error("The run is over."));
  const timer = setTimeout(end, durationMs);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  return {
    signal: over.signal,
    end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      end();
    },
  };
}

/** Resolves when nothing is on its way any more; what takes too long is given up. */
async function settled(working: Promise<void>, crowd: Crowd, { signal, timeoutMs }: BenchSpec): Promise<void> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), signal.aborted ? hurryMs : timeoutMs + slackMs);
  const hurry = () => patience.abort();
  if (!signal.aborted) signal.addEventListener("abort", hurry, { once: true });
  await Promise.race([Promise.all([working, crowd.untilAnswered()]), aborted(patience.signal)]);
  clearTimeout(timer);
  signal.removeEventListener("abort", hurry);
  crowd.abandon(new Fault("unfinished", "the run was over before the acknowledgement"));
}

/** Returns what reads the share of one core that this process has used since. */
function startCpu(): () => number {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / Math.max(1, performance.now() - startedAt);
  };
}
