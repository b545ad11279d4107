import { SioError } from "../../errors.ts";
import { probe } from "../../probe/probe.ts";
import type { ProbeReport } from "../../probe/report.ts";
import type { Edge } from "../edge.ts";
import { type Headers, headerLines } from "../header-lines.ts";
import { type Failing, statusOf } from "./failing.ts";
import { seenRows } from "./seen.ts";
import { countLevels, showFinding, showTable } from "./show.ts";

/** What the command line says about a server to look at. */
export interface UrlFlags extends Failing {
  readonly url: string;
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly path?: string;
  readonly namespace?: string;
  readonly origin?: string;
  /** As HTTP writes them: `cookie: io=abc`. */
  readonly header?: readonly string[];
  readonly insecure?: boolean;
  /** In seconds. */
  readonly idle?: string;
}

/** Looks at the server at a URL from outside, and tells what is wrong. Resolves with the exit status, as `doctor` does. */
export async function doctorAtUrl(flags: UrlFlags, edge: Edge): Promise<number> {
  const { url, json, path, namespace, origin, idle, insecure = false, fix } = flags;
  if (fix) throw new SioError("usage", "--fix mends the project of this folder, and there is none at a URL.");
  const options = {
    ...(path !== undefined && { path }),
    ...(namespace !== undefined && { namespace }),
    ...(origin !== undefined && { origin }),
    ...(idle !== undefined && { idleMs: secondsOf(idle) * 1_000 }),
    headers: headersOf(flags.header ?? []),
    insecure,
  };
  if (!json) edge.stderr(edge.paint.stderr.dim(`Asking ${url}, which may take a minute.\n`));
  const report = await probe(url, options);
  const status = statusOf(report.findings, flags);
  if (json) edge.stdout(`${JSON.stringify({ version: 1, ok: status === 0, ...report }, undefined, 2)}\n`);
  else edge.stdout(showProbe(report, edge));
  return status;
}

function showProbe(
  { url, server, findings, requests, tookMs }: ProbeReport,
  { paint: { stdout: paint } }: Edge,
): string {
  const effort = `${requests} ${requests === 1 ? "request" : "requests"} in ${Math.round(tookMs / 100) / 10} s`;
  return [
    ...findings.map((finding) => showFinding(finding, { paint })),
    showTable(`Seen at ${url}`, seenRows(server), paint),
    `${countLevels(findings) || "Nothing wrong"} (${effort}).\n`,
  ]
    .filter(Boolean)
    .join("\n");
}

function secondsOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new SioError("usage", `--idle must be a number of seconds, not ${JSON.stringify(text)}.`);
}

function headersOf(lines: readonly string[]): Headers {
  const understood = headerLines.read(lines, "");
  if (understood) return understood.value;
  throw new SioError("usage", `--header must be ${headerLines.expects}, not ${JSON.stringify(lines.at(-1))}.`, {
    hint: `For example: --header "cookie: session=abc"`,
  });
}
