import type { Bar, Percentiles } from "./histogram.ts";
import type { LoadSpec } from "./loads/index.ts";
import type { Meter, Problem } from "./meter.ts";
import type { TransportName } from "./transports/index.ts";

/**
 * What a load test has found, as `sio bench --json` writes it. Fields may be added; what is there keeps its name and its meaning while
 * `version` is 1. `null` stands where nothing was measured.
 */
export interface BenchReport {
  readonly version: 1;
  /** Whether every connection was made and held, every message sent and acknowledged where that was asked for, and the run not interrupted. */
  readonly ok: boolean;
  /** Without credentials and query. */
  readonly url: string;
  readonly namespace: string;
  readonly transport: TransportName;
  readonly load: LoadSummary;
  /** Whether Ctrl-C ended the run. */
  readonly interrupted: boolean;
  /** From the first message until the last was sent or acknowledged. */
  readonly seconds: number;
  readonly connections: {
    readonly asked: number;
    readonly made: number;
    readonly failed: number;
    /** Made, and lost before the end. */
    readonly lost: number;
    /** From asking for a connection until the client was in its namespace. */
    readonly connectMs: Percentiles | null;
  };
  /** `sent` is `answered` + `lost` + `unasked`. */
  readonly messages: {
    readonly sent: number;
    readonly answered: number;
    /** Not acknowledged. */
    readonly lost: number;
    /** Asked for no acknowledgement. */
    readonly unasked: number;
    /** Due, and not sent; `errors` say why. */
    readonly withheld: number;
    /** Events that the server sent. */
    readonly received: number;
    /** Those that were acknowledged, and those that asked for nothing. */
    readonly perSecond: number;
  };
  /** With the frames or request bodies that messages travel in, without HTTP headers and TLS. */
  readonly bytes: {
    readonly sent: number;
    readonly received: number;
    readonly sentPerSecond: number;
    readonly receivedPerSecond: number;
  };
  /** Until the acknowledgement: with a rate from the moment the message was due, else from the moment it left. */
  readonly latencyMs: Percentiles | null;
  /** With a rate: from the moment the message left. */
  readonly serviceMs: Percentiles | null;
  /** The latencies; empty if there are none. */
  readonly histogram: readonly Bar[];
  readonly errors: readonly (Problem & { readonly count: number })[];
  readonly disconnects: readonly { readonly reason: string; readonly count: number }[];
  readonly client: {
    /** Of one core, while messages were sent. */
    readonly cpuShare: number;
    /** Whether that was so much that the figures say more about the client than about the server. */
    readonly bottleneck: boolean;
  };
}

/** What the clients did. */
export type LoadSummary =
  | { readonly kind: "in-flight"; readonly event: string; readonly inFlight: number }
  | { readonly kind: "rate"; readonly event: string; readonly perSecond: number; readonly ack: boolean }
  | { readonly kind: "scenario" };

/** What is known besides what the meter has counted. */
export interface Circumstances extends Pick<BenchReport, "url" | "namespace" | "transport" | "interrupted"> {
  readonly load: LoadSpec;
  readonly asked: number;
  readonly made: number;
  readonly cpuShare: number;
}

/** Above this share of a core, a client waits for itself. */
const mostCpuShare = 0.9;
const histogramRows = 12;

/** Puts what was counted in order. */
export function reportOf(meter: Meter, circumstances: Circumstances): BenchReport {
  const { load, asked, made, cpuShare, ...known } = circumstances;
  const { sent, answered, lost, unasked, withheld, received, seconds } = meter;
  const { sentBytes, receivedBytes } = meter.bytes;
  const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0);
  const failed = meter.problems
    .list()
    .reduce((sum, { thing, count }) => sum + (thing.stage === "connect" ? count : 0), 0);
  return {
    version: 1,
    ok: !known.interrupted && made === asked && meter.problems.total + meter.disconnects.total === 0,
    ...known,
    load: summaryOf(load),
    seconds,
    connections: {
      asked,
      made,
      failed,
      lost: meter.disconnects.total,
      connectMs: meter.connecting.percentiles() ?? null,
    },
    messages: { sent, answered, lost, unasked, withheld, received, perSecond: perSecond(answered + unasked) },
    bytes: {
      sent: sentBytes,
      received: receivedBytes,
      sentPerSecond: perSecond(sentBytes),
      receivedPerSecond: perSecond(receivedBytes),
    },
    latencyMs: meter.latency.percentiles() ?? null,
    serviceMs: (load.kind === "rate" && meter.service.percentiles()) || null,
    histogram: meter.latency.bars(histogramRows),
    errors: meter.problems.list().map(({ thing, count }) => ({ ...thing, count })),
    disconnects: meter.disconnects.list().map(({ thing, count }) => ({ reason: thing, count })),
    client: { cpuShare, bottleneck: cpuShare > mostCpuShare },
  };
}

function summaryOf(load: LoadSpec): LoadSummary {
  if (load.kind === "scenario") return { kind: "scenario" };
  const { payload: _, ...summary } = load;
  return summary;
}
