import { type ErrorCode, SioError } from "../../errors.ts";
import { printable } from "../printable.ts";
import type { Sender, Target } from "./sender.ts";

/** How long a server may take to answer, in ms. */
const answerMs = 10_000;

/** What the statuses of refusals are to whoever asks; others are `unavailable`. */
const codes: Readonly<Record<number, ErrorCode>> = { 401: "config", 413: "usage", 422: "usage" };

/** Reaches servers by the admin port of one of them. Nothing is opened before something is sent. */
export function openUrl(url: URL, token: string, { namespace, to, except }: Target): Sender {
  const address = new URL(url);
  address.pathname = address.pathname.replace(/\/*$/, "/emit");
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  let nodes = 0;
  return {
    async send(event, args) {
      const body = JSON.stringify({ event, args, namespace, except, ...(to.length > 0 && { to }) });
      const signal = AbortSignal.timeout(answerMs);
      const request = { method: "POST", headers, body, signal, redirect: "manual" } as const;
      const response = await fetch(address, request).catch((cause: unknown) => {
        throw new SioError("unavailable", `No server answers at ${url.href}: ${reasonOf(cause)}.`, {
          hint: "Start one with --admin-port, and name that port.",
          cause,
        });
      });
      const answer = await bodyOf(response);
      if (typeof answer.nodes === "number") nodes = answer.nodes;
      else throw refused(url, response.status, answer.error);
    },
    reached: async () => nodes,
    close: async () => {},
    place: `at ${url.href}`,
  };
}

function refused(url: URL, status: number, why: unknown): SioError {
  if (typeof why !== "string") {
    return new SioError("unavailable", `${url.href} is no admin port: it answered with status ${status}.`, {
      hint: "The admin port is not the one that clients use: see --admin-port of the server.",
    });
  }
  return new SioError(codes[status] ?? "unavailable", `The server refused: ${printable(why)}`, {
    ...(status === 401 && { hint: "SIO_ADMIN_TOKEN must be the same here as for the server." }),
  });
}

async function bodyOf(response: Response): Promise<{ readonly nodes?: unknown; readonly error?: unknown }> {
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === "object" && body !== null ? body : {};
}

/** What is behind the "fetch failed" of Node. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  if ((error as Error).name === "TimeoutError") return `it has not answered for ${answerMs / 1_000} s`;
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
}
