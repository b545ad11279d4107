import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";

/** The first packet of Engine.IO 4: what the server tells a client about the connection. */
export interface Handshake {
  readonly sid: string;
  readonly upgrades: readonly string[];
  readonly pingInterval: number;
  readonly pingTimeout: number;
  readonly maxPayload: number;
}

/** A connection by polling that sends only what a test tells it to: it answers no heartbeat and joins no namespace. */
export interface RawPolling {
  readonly handshake: Handshake;
  readonly headers: Headers;
  /** Sends packets and waits for what the server has to say. */
  exchange(packets: string): Promise<{ readonly headers: Headers; readonly body: string }>;
  /** Reads and drops packets until the server ends the connection. */
  untilClosed(): Promise<void>;
}

const closePacket = "1";
const separator = "\x1e";

export async function openPolling(url: string, path = "/socket.io/"): Promise<RawPolling> {
  const base = `${url}${path}?EIO=4&transport=polling`;
  const opened = await fetch(base);
  const text = await opened.text();
  if (!opened.ok) throw new Error(`The handshake was answered with ${opened.status}: ${text}`);
  const handshake = JSON.parse(text.slice(1)) as Handshake;
  const session = `${base}&sid=${handshake.sid}`;
  return {
    handshake,
    headers: opened.headers,
    async exchange(packets) {
      await fetch(session, { method: "POST", body: packets });
      const response = await fetch(session);
      return { headers: response.headers, body: await response.text() };
    },
    async untilClosed() {
      for (;;) {
        const response = await fetch(session);
        const packets = (await response.text()).split(separator);
        if (!response.ok || packets.includes(closePacket)) return;
      }
    },
  };
}

/** A WebSocket that sends nothing, and of which nothing is read but how it opens and that it ends. */
export interface RawWebSocket {
  readonly headers: IncomingHttpHeaders;
  /** Resolves when the server ends the connection, or begins to by its goodbye. */
  readonly closed: Promise<void>;
  destroy(): void;
}

/** Where a request goes: a URL, or a path on a Unix socket. */
export type Target = string | { readonly socketPath: string; readonly path: string };

/** Opens a WebSocket; rejects if the server answers with anything else. */
export function openWebSocket(target: Target, offered: OutgoingHttpHeaders = {}): Promise<RawWebSocket> {
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": Buffer.alloc(16).toString("base64"),
    ...offered,
  };
  return new Promise((resolve, reject) => {
    const asking = typeof target === "string" ? request(target, { headers }) : request({ ...target, headers });
    asking.on("upgrade", (response, connection) => {
      const closed = new Promise<void>((ended) => {
        const opcodes = opcodeReader();
        connection.on("data", (chunk: Buffer) => opcodes(chunk).includes(closeFrame) && connection.end());
        connection.on("error", () => {}).once("close", () => ended());
      });
      resolve({ headers: response.headers, closed, destroy: () => void connection.destroy() });
    });
    asking.on("response", (response) => {
      response.resume();
      reject(new Error(`The upgrade was answered with ${response.statusCode}.`));
    });
    asking.on("error", reject).end();
  });
}

const closeFrame = 8;

/** Takes a server's bytes as they come and gives the opcodes of the frames that begin in them (RFC 6455, section 5.2). */
function opcodeReader(): (chunk: Buffer) => readonly number[] {
  let unread = Buffer.alloc(0);
  return (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    const opcodes: number[] = [];
    while (unread.length >= 2) {
      const [first = 0, length = 0] = unread;
      if (length > 125) throw new Error("This reader knows short frames only.");
      if (unread.length < 2 + length) break;
      opcodes.push(first & 0xf);
      unread = unread.subarray(2 + length);
    }
    return opcodes;
  };
}
