import { SioError } from "../errors.ts";
import { readAddress } from "./address.ts";
import type { Check, Found, Outcome, Visit } from "./check.ts";
import { checks } from "./checks.ts";
import { Exhausted, Line, mostRequests } from "./line.ts";
import type { Finding, ProbeReport, Seen } from "./report.ts";
import { readHeaders, readOrigin } from "./request-headers.ts";
import { Tally } from "./tally.ts";

/** How to probe. */
export interface ProbeOptions {
  /** How long to wait for an answer, in milliseconds. @default 8000 */
  readonly timeoutMs?: number;
  /** How long the whole probe may take, in milliseconds, besides `idleMs`. @default 60000 */
  readonly longestMs?: number;
  /** The `path` that clients set; the path of the URL is then the namespace. */
  readonly path?: string;
  /** The namespace to join; absent for what the URL says. */
  readonly namespace?: string;
  /** The origin of a page that must be let in. @example "https://app.example.com" */
  readonly origin?: string;
  /** Goes on where the certificate is not to be trusted. @default false */
  readonly insecure?: boolean;
  /** Certificate authorities (PEM) to trust besides those that Node.js knows. */
  readonly ca?: readonly string[];
  /** Sent with every request, such as a cookie or a token. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * How long to hold a connection open over each transport, in milliseconds. Without it, until the first heartbeat if that comes within 30
   * seconds; 0 for not at all.
   */
  readonly idleMs?: number;
  /** The names of the checks to run, where not all are wanted. */
  readonly only?: readonly string[];
  /** Is told of each check as it begins. */
  readonly on?: (progress: Progress) => void;
}

/** A check that begins. */
export interface Progress {
  readonly check: string;
  /** What it asks the server. */
  readonly asks: string;
}

const longestIdleMs = 24 * 60 * 60 * 1000;

const defaults = { timeoutMs: 8_000, longestMs: 60_000 };

/**
 * Looks at a deployment from outside, as a client would: about 60 requests within 60 seconds, to the host in the URL and no other. What is
 * wrong with the deployment is a finding, never an exception.
 *
 * @throws SioError `usage` if `url` is no http or https URL, an origin or header cannot be sent, or `idleMs` is longer than a day
 * @example
 * const { findings } = await probe("https://chat.example.com");
 */
export async function probe(url: string, options: ProbeOptions = {}): Promise<ProbeReport> {
  const { timeoutMs, longestMs, insecure = false, ca, idleMs, only, on } = { ...defaults, ...options };
  if (idleMs !== undefined && !(idleMs >= 0 && idleMs <= longestIdleMs)) {
    throw new SioError("usage", "Connections can be held open for 0 to 86400 seconds, which is a day.");
  }
  const address = readAddress(url, options);
  const origin = readOrigin(options.origin);
  const headers = readHeaders(options.headers ?? {});
  const line = new Line(address, { timeoutMs, insecure, ca, headers, longestMs: longestMs + (idleMs ?? 0) });
  const tally = new Tally();
  const findings: Finding[] = [];
  const left: Check[] = [];
  let seen: Seen = {};
  for (const check of checks) {
    const visit: Visit = { line, tally, seen, origin, idleMs };
    if (only?.includes(check.name) === false || check.wanted?.(visit) === false) continue;
    on?.({ check: check.name, asks: check.asks });
    const outcome = await runWithin(check, visit);
    if (!outcome) left.push(check);
    seen = { ...seen, ...outcome?.seen };
    const found = (outcome?.findings ?? []).map((finding) => withLevel(check, finding));
    findings.push(...found);
    if (check.gate && found.some(({ level }) => level === "fatal")) break;
  }
  return {
    url: address.shown,
    server: seen,
    findings: [...findings, ...(left.length > 0 ? [unfinished(left, line)] : [])],
    requests: line.requests,
    tookMs: Math.round(line.tookMs),
  };
}

/** What a check brings back; nothing if time or requests ran out, because what it then misses need not be the server's fault. */
async function runWithin(check: Check, visit: Visit): Promise<Outcome | undefined> {
  try {
    const outcome = await check.run(visit);
    return visit.line.over ? undefined : outcome;
  } catch (error) {
    if (error instanceof Exhausted) return undefined;
    throw error;
  }
}

function withLevel({ findings }: Check, { id, ...rest }: Found): Finding {
  const kind = findings[id];
  if (!kind) throw new Error(`No check declares ${id}.`);
  return { id, level: kind.level, ...rest };
}

/** What there was no time left for. */
export const unfinishedKind = { id: "P90", level: "info", about: "the probe ended before all was looked at" } as const;

function unfinished(left: readonly Check[], { requests, tookMs }: Line): Finding {
  const { id, level } = unfinishedKind;
  return {
    id,
    level,
    what: `Not everything was looked at: ${left.map(({ name }) => name).join(", ")}`,
    where: [`after ${requests} requests of at most ${mostRequests}, and ${Math.round(tookMs / 1000)} s`],
    consequence: "There may be more to find.",
    fixes: [{ say: "Mend the rest and probe again; a server that answers at once leaves time for all." }],
  };
}
