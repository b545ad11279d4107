import type { Place } from "./address.ts";
import type { Visit } from "./check.ts";
import { type Handshake, handshakeIn, isUnknownSession, packet } from "./engine-io.ts";
import type { Answer, Continue, Reply } from "./http.ts";
import type { Own } from "./line.ts";

/** How a session is opened. */
export interface SessionOptions extends Pick<Own, "atMostMs"> {
  /** The revision of the protocol; 4 if absent. */
  readonly protocol?: 3 | 4;
  /** The origin of the page that it says to come from. */
  readonly origin?: string | undefined;
  /** Leaves out the cookies of the handshake, as pages of another origin do. */
  readonly bare?: boolean;
  /** Another path than the one that was seen. */
  readonly path?: Place["path"];
}

/** A session by polling. Each request has a connection of its own, as with a client behind a proxy. */
export interface Session {
  readonly handshake: Handshake;
  readonly answer: Answer;
  /** Waits for packets. */
  poll(atMostMs?: number): Promise<Reply>;
  /** Sends packets. */
  post(packets: string): Promise<Reply>;
  /** Asks whether it may send a message of that many bytes, without doing so. The session may end by that. */
  announce(bytes: number): Promise<Reply | Continue>;
  /** Ends the session; safe to call twice. */
  close(): Promise<Reply>;
  /** The URL of its requests and the headers that they carry. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Shakes hands by polling: a session, or the reply if that opens none. */
export async function openSession(visit: Visit, options: SessionOptions = {}): Promise<Session | Reply> {
  const { line, tally, seen } = visit;
  const { protocol = 4, path = seen.path ?? "/socket.io/", origin, atMostMs, bare } = options;
  // Without b64, revision 3 may answer in bytes.
  const query = { EIO: String(protocol), transport: "polling", ...(protocol === 3 && { b64: "1" }) };
  const own = origin === undefined ? {} : { origin };
  const reply = await line.ask(line.url(path, query), { headers: own, ...(atMostMs !== undefined && { atMostMs }) });
  const handshake = handshakeIn(reply);
  if (!handshake || reply.kind !== "answer") return reply;

  const cookies = bare ? [] : cookiesIn(reply);
  const headers = { ...own, ...cookieHeader(line.headers, cookies) };
  const url = line.url(path, { ...query, sid: handshake.sid });
  const count = tally.open({ sid: handshake.sid, withCookies: cookies.length > 0 });
  const counted = (next: Reply) => {
    if (failed(next)) count("unanswered");
    else count(isUnknownSession(next) ? "lost" : "known");
    return next;
  };
  const post = (body: string) => {
    return line.ask(url, { method: "POST", body, headers: { ...headers, "content-type": "text/plain;charset=UTF-8" } });
  };
  let closing: Promise<Reply> | undefined;
  return {
    handshake,
    answer: reply,
    url,
    headers,
    poll: async (limit) => counted(await line.ask(url, { headers, ...(limit !== undefined && { atMostMs: limit }) })),
    post: async (packets) => counted(await post(packets)),
    async announce(bytes) {
      count("unanswered");
      return line.announce(url, { bytes, headers });
    },
    close() {
      closing ??= post(handshake.protocol === 3 ? `1:${packet.close}` : packet.close).then(counted);
      return closing;
    },
  };
}

/** Whether a session was opened. */
export function isSession(opened: Session | Reply): opened is Session {
  return "handshake" in opened;
}

/** Whether a reply is no word of the server: nothing came, a proxy spoke instead, or a limit was reached. */
export function failed(reply: Reply): boolean {
  return reply.kind === "failure" || reply.status >= 500 || reply.status === tooManyRequests;
}

const tooManyRequests = 429;

/** The cookies that an answer sets, as a client sends them back. */
export function cookiesIn({ headers }: Pick<Answer, "headers">): string[] {
  return (headers["set-cookie"] ?? []).map((cookie) => cookie.split(";", 1)[0] ?? "");
}

/** Adds cookies to those that every request carries. */
export function cookieHeader({ cookie }: Readonly<Record<string, string>>, cookies: readonly string[]) {
  return cookies.length > 0 ? { cookie: [...(cookie ? [cookie] : []), ...cookies].join("; ") } : {};
}
