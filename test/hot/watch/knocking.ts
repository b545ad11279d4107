import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { onTestFinished } from "vitest";

/** Where a server listens. */
export type Place = { readonly host: string; readonly port: number } | { readonly socketPath: string };

/** How whoever knocks speaks. */
export type Protocol = "http" | "https";

/** What became of new connections. */
export interface Knocking {
  /** How many handshakes were answered with a session, by protocol. */
  readonly answered: Readonly<Record<Protocol, number>>;
  /** How often nobody listened. */
  readonly refused: number;
  /** Knocks no more, and resolves once every answer is there. */
  stop(): Promise<void>;
}

const knockers = 4;
/** A server that has no TLS, or has nothing else, need not say anything to whoever begins in the other way. */
const unansweredMs = 300;
/** The codes of the system for an address at which nobody listens. */
const nobody: ReadonlySet<unknown> = new Set(["ECONNREFUSED", "ENOENT"]);

/** Makes one new connection after the other, several at a time and each with a handshake, over these protocols in turn. */
export function knock(place: Place, protocols: readonly Protocol[]): Knocking {
  const answered = { http: 0, https: 0 };
  let refused = 0;
  let stopped = false;
  const goOn = async () => {
    while (!stopped) {
      for (const protocol of protocols) {
        const outcome = await handshake(protocol, place);
        if (outcome === 200) answered[protocol]++;
        if (nobody.has(outcome)) refused++;
      }
    }
  };
  const done = Promise.all(Array.from({ length: knockers }, goOn));
  const stop = async () => {
    stopped = true;
    await done;
  };
  onTestFinished(stop);
  return {
    answered,
    get refused() {
      return refused;
    },
    stop,
  };
}

/** Resolves with the status of the answer, or with the code of the error. */
function handshake(protocol: Protocol, place: Place): Promise<number | string | undefined> {
  const ask = protocol === "http" ? httpRequest : httpsRequest;
  const options = { ...place, path: "/socket.io/?EIO=4&transport=polling", agent: false, rejectUnauthorized: false };
  return new Promise((resolve) => {
    const request = ask(options, (response) => response.resume().once("close", () => resolve(response.statusCode)));
    request.setTimeout(unansweredMs, () => request.destroy());
    request.on("error", (error: NodeJS.ErrnoException) => resolve(error.code)).end();
  });
}
