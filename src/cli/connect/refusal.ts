import { SioError } from "../../errors.ts";
import type { Finding } from "../../probe/report.ts";
import { printable } from "../printable.ts";
import type { Unjoined } from "./joined.ts";

/** Who was refused, and by whom. */
export interface Attempt {
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly insecure: boolean;
  readonly timeoutMs: number;
  /** Whether packets are written in another way than by default. */
  readonly ownParser: boolean;
}

/** Says why a namespace could not be joined; where the client's error does not tell, the server is asked as `sio doctor --url` does. */
export async function explainRefusal({ error, by }: Unjoined, namespace: string, attempt: Attempt): Promise<SioError> {
  if (by === "server") return ofNamespace(error, namespace);
  const finding = await findReason(attempt);
  if (finding) return ofServer(finding, error);
  if (error.message === "timeout") {
    return new SioError(
      "unavailable",
      `${attempt.url} did not answer to joining ${namespace} in ${attempt.timeoutMs / 1_000} s.`,
      {
        hint: "A middleware of the server may never call next; --timeout waits longer.",
        cause: error,
      },
    );
  }
  return new SioError(
    "unavailable",
    `${attempt.url} ended the connection before ${namespace} was joined: ${error.message}.`,
    {
      hint: attempt.ownParser
        ? "Leave --parser out if the server has none of its own."
        : "If the server has a parser of its own, name it: --parser msgpack",
      cause: error,
    },
  );
}

function ofNamespace(error: Error & { readonly data?: unknown }, namespace: string): SioError {
  if (error.message === "Invalid namespace") {
    return new SioError("unavailable", `The server has no namespace ${namespace}.`, {
      hint: "Name another: --namespace /, or the path of the URL.",
      cause: error,
    });
  }
  return new SioError("unavailable", `The server refused the client in ${namespace}: ${printable(error.message)}`, {
    ...(error.data !== undefined && { detail: `    ${printable(JSON.stringify(error.data))}` }),
    hint: `--auth '{"token":"…"}' sends what it asks for; --header a cookie.`,
    cause: error,
  });
}

/** What the doctor finds that keeps this client out. */
async function findReason({ url, path, headers, query, insecure, timeoutMs }: Attempt): Promise<Finding | undefined> {
  const { probe } = await import("../../probe/probe.ts");
  const { origin, ...others } = headers;
  const asked = new URL(url);
  for (const [name, value] of Object.entries(query)) asked.searchParams.set(name, value);
  const { findings } = await probe(asked.href, {
    path,
    insecure,
    timeoutMs,
    headers: others,
    only: ["reach", "websocket", ...(origin === undefined ? [] : ["origins"])],
    ...(origin !== undefined && { origin }),
  });
  const refusing = findings.filter(({ id }) => id !== ownOriginRefused);
  return refusing.find(({ level }) => level === "fatal") ?? refusing.find(({ id }) => tells.has(id));
}

/** No client of a terminal comes from a page of the server. */
const ownOriginRefused = "P60";

/** Findings that keep out this client though not every one: a program, or one that uses a single transport. */
const tells: ReadonlySet<string> = new Set(["P15", "P30", "P40", "P41", "P43"]);

function ofServer({ what, where, fixes }: Finding, cause: Error): SioError {
  const [fix] = fixes;
  return new SioError("unavailable", `${what}.`, {
    detail: where.map((line) => `    ${line}`).join("\n"),
    // The doctor takes the same flags, and names itself.
    ...(fix && { hint: fix.say.replace(/sio doctor(?: --url)?/, "sio connect") }),
    cause,
  });
}
