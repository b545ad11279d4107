import type { Bar, Percentiles } from "../../bench/histogram.ts";
import type { BenchReport, LoadSummary } from "../../bench/report.ts";
import { align } from "../../config/show.ts";
import type { Paint } from "../terminal.ts";
import { showBytes, showCount, showMany, showMs } from "./figures.ts";

/** The report for people: figures, percentiles, a chart, and what went wrong. */
export function showReport(report: BenchReport, paint: Paint): string {
  const { latencyMs, serviceMs, histogram, errors, disconnects } = report;
  const parts = [
    `${paint.bold(headline(report))}\n`,
    table("", figures(report), paint),
    latencyMs && table(latencyHeading(report), percentiles(latencyMs, serviceMs), paint),
    chart(histogram),
    table(
      "Errors",
      errors.map(({ stage, kind, message, count }) => [showCount(count), `${stage}, ${kind}`, message]),
      paint,
    ),
    table(
      "Connections lost",
      disconnects.map(({ reason, count }) => [showCount(count), reason]),
      paint,
    ),
    report.interrupted && `${paint.yellow("▲")} The run was interrupted; these are the figures so far.\n`,
    report.client.bottleneck && bottleneck(report, paint),
  ];
  return `${parts.filter(Boolean).join("\n")}`;
}

function headline({ url, namespace, transport, load, connections: { made } }: BenchReport): string {
  const place = namespace === "/" ? "" : ` in ${namespace}`;
  return `${url} over ${transport}${place}: ${showMany(made, "connection")}, ${describe(load)}`;
}

function describe(load: LoadSummary): string {
  if (load.kind === "scenario") return "each playing the scenario";
  if (load.kind === "in-flight") return `"${load.event}" with ${load.inFlight} on the way on each`;
  return `"${load.event}" ${load.perSecond} times a second on each${load.ack ? "" : ", without acknowledgement"}`;
}

function figures({ connections, messages, bytes, seconds, client }: BenchReport): string[][] {
  const { made, failed, lost, connectMs } = connections;
  const counted = [
    `${showCount(messages.answered)} answered`,
    `${showCount(messages.lost)} lost`,
    messages.unasked > 0 && `${showCount(messages.unasked)} without acknowledgement`,
    messages.withheld > 0 && `${showCount(messages.withheld)} more not sent`,
  ];
  return [
    ["connections", `${showCount(made)} made, ${showCount(failed)} failed, ${showCount(lost)} lost`],
    ...(connectMs ? [["connecting", `p50 ${showMs(connectMs.p50)}, p99 ${showMs(connectMs.p99)}`]] : []),
    ["messages", `${showCount(messages.sent)} sent: ${counted.filter(Boolean).join(", ")}`],
    ["rate", `${showCount(messages.perSecond)} messages/s for ${seconds.toFixed(1)} s`],
    ["bytes", `${showBytes(bytes.sentPerSecond)}/s sent, ${showBytes(bytes.receivedPerSecond)}/s received`],
    ...(messages.received > 0 ? [["events", `${showCount(messages.received)} received`]] : []),
    ["client CPU", `${Math.round(client.cpuShare * 100)} % of one core`],
  ];
}

function latencyHeading({ serviceMs }: BenchReport): string {
  return serviceMs
    ? "Latency from the moment a message was due, and from the moment it left"
    : "Latency until the acknowledgement";
}

const shares = ["p50", "p90", "p99", "p999", "max"] as const;
const shareNames: Readonly<Record<(typeof shares)[number], string>> = {
  p50: "p50",
  p90: "p90",
  p99: "p99",
  p999: "p99.9",
  max: "max",
};

function percentiles(latency: Percentiles, service: Percentiles | null): string[][] {
  return shares.map((share) => [
    shareNames[share],
    showMs(latency[share]).padStart(8),
    ...(service ? [showMs(service[share]).padStart(8)] : []),
  ]);
}

const chartWidth = 40;

function chart(bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ count }) => count));
  const rows = bars.map(({ toMs, count }) => [
    "",
    `up to ${showMs(toMs).padStart(8)}`,
    "#".repeat(Math.ceil((count / most) * chartWidth)).padEnd(chartWidth),
    showCount(count),
  ]);
  return rows.length === 0 ? "" : `${align(rows).join("\n")}\n`;
}

function bottleneck({ client: { cpuShare } }: BenchReport, paint: Paint): string {
  const share = Math.round(cpuShare * 100);
  return `${paint.yellow("▲")} The client was the bottleneck: it used ${share} % of a core, so the server may do better than this.\n`;
}

function table(heading: string, rows: readonly (readonly string[])[], paint: Paint): string {
  if (rows.length === 0) return "";
  const title = heading && `${paint.bold(heading)}\n`;
  return `${title}${align(rows.map((cells) => ["", ...cells])).join("\n")}\n`;
}
