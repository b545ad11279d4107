import { defineCheck, type Found, type Visit } from "../check.ts";
import { type Handshake, parseHandshake, refusal, refusalIn } from "../engine-io.ts";
import { advise } from "../proxies.ts";
import { showReply } from "../show.ts";
import type { Dialled } from "../web-socket.ts";

/** Opens a WebSocket without polling before it. */
export const webSocket = defineCheck({
  name: "websocket",
  asks: "one WebSocket, up to the packet that opens the session",
  findings: {
    P30: { level: "info", about: "polling is off: WebSocket only" },
    P40: { level: "warning", about: "a proxy drops the header Upgrade, so that all clients stay on polling" },
    P41: { level: "warning", about: "WebSocket fails in another way" },
    P42: { level: "fatal", about: "two WebSocket servers answer one connection" },
    P43: { level: "info", about: "WebSocket is off: polling only" },
    P45: { level: "info", about: "every message over WebSocket is compressed" },
    P46: { level: "fatal", about: "no transport works" },
  },

  async run(visit) {
    const { line, seen } = visit;
    const dialled = await line.dial(line.url(seen.path ?? "/", { EIO: "4", transport: "websocket" }));
    const handshake = dialled.kind === "open" ? await opening(dialled, visit) : undefined;
    const pollingWorks = seen.transports?.includes("polling") === true;
    if (typeof handshake !== "object")
      return { findings: [explain({ dialled, garbled: handshake, visit, pollingWorks })] };

    const compressed = dialled.kind === "open" && dialled.compressed;
    const { upgrades, pingInterval, pingTimeout, maxPayload } = handshake;
    return {
      seen: {
        protocols: [4, ...(seen.protocols ?? []).filter((protocol) => protocol !== 4)],
        transports: [...(seen.transports ?? []), "websocket"],
        compression: { webSocket: compressed },
        pingInterval,
        pingTimeout,
        ...(!seen.upgrades && { upgrades }),
        ...(maxPayload !== undefined && { maxPayload }),
      },
      findings: [...(pollingWorks ? [] : [pollingOff(visit)]), ...(compressed ? [compression] : [])],
    };
  },
});

/** The handshake, or what came instead of it. */
async function opening(socket: Extract<Dialled, { kind: "open" }>, { line }: Visit): Promise<Handshake | string> {
  const first = await socket.next(line.patienceMs);
  socket.close();
  if (!first) return "it opened, and nothing came";
  if (first.kind === "ended") return first.error ?? `it opened, and ended with code ${first.code}`;
  return parseHandshake(first.text ?? "") ?? "it opened, and the first message was none of Socket.IO";
}

interface Circumstances {
  readonly dialled: Dialled;
  /** What came over a WebSocket that opened. */
  readonly garbled: string | undefined;
  readonly visit: Visit;
  readonly pollingWorks: boolean;
}

type Failed = "P40" | "P41" | "P42" | "P43" | "P46";

function explain({ dialled, garbled, visit, pollingWorks }: Circumstances): Found<Failed> {
  const where = [`WebSocket ${visit.seen.path}: ${dialled.kind === "open" ? garbled : showReply(dialled)}`];
  const code = dialled.kind === "refused" ? refusalIn(dialled) : undefined;
  if (garbled && /invalid websocket frame/i.test(garbled)) return { where, ...twoServers };
  const dropped = code === refusal.badRequest;
  const noneOffered = dialled.kind === "refused" && !dropped && visit.seen.upgrades?.length === 0;
  if (pollingWorks && (code === refusal.unknownTransport || noneOffered)) return { where, ...webSocketOff };
  if (!pollingWorks) {
    return {
      id: "P46",
      what: dropped ? "No transport works: polling is off, and a proxy drops the header Upgrade" : "No transport works",
      where,
      consequence: "No client can connect.",
      fixes: dropped
        ? advise("upgrade", visit.seen)
        : [{ say: "Look at the log of the server and of what is in front." }],
    };
  }
  return { where, ...(dropped ? upgradeDropped(visit) : otherFailure(visit)) };
}

const staysOnPolling =
  "Clients stay on polling: several requests a message, and more load. Those with WebSocket alone stay out.";

function upgradeDropped({ seen }: Visit): Omit<Found<"P40">, "where"> {
  return {
    id: "P40",
    what: "A proxy drops the header Upgrade: WebSocket does not work",
    consequence: staysOnPolling,
    fixes: advise("upgrade", seen),
  };
}

function otherFailure({ seen }: Visit): Omit<Found<"P41">, "where"> {
  return {
    id: "P41",
    what: "WebSocket does not work, though polling does",
    consequence: staysOnPolling,
    fixes: [
      ...advise("upgrade", seen),
      { say: "If nothing is in front: look for another upgrade listener on the same HTTP server, and at its log." },
    ],
  };
}

const twoServers: Omit<Found<"P42">, "where"> = {
  id: "P42",
  what: "Two WebSocket servers answer the same connection",
  consequence: "Clients over WebSocket are dropped at once; browsers say: Invalid frame header.",
  fixes: [
    {
      say: "Give every other WebSocket server of the process noServer: true, and hand it the upgrades of its own path.",
    },
  ],
};

const webSocketOff: Omit<Found<"P43">, "where"> = {
  id: "P43",
  what: "WebSocket is off: the server allows polling only",
  consequence: staysOnPolling,
  fixes: [{ say: "If that was not meant: sio-serve --transports polling,websocket, or the same option of Socket.IO." }],
};

function pollingOff({ seen }: Visit): Found<"P30"> {
  return {
    id: "P30",
    what: "Polling is off: the server allows WebSocket only",
    where: [`GET ${seen.path}?EIO=4&transport=polling: Transport unknown`],
    consequence: 'Clients must be made with transports: ["websocket"]; others get xhr poll error.',
    fixes: [{ say: 'In every client: io(url, { transports: ["websocket"] })' }],
  };
}

const compression: Found<"P45"> = {
  id: "P45",
  what: "Messages over WebSocket are compressed",
  where: ["Sec-WebSocket-Extensions: permessage-deflate"],
  consequence: "It saves traffic where messages are large, and costs memory and time for each client.",
  fixes: [{ say: "If most messages are small, leave perMessageDeflate off, as it is by default." }],
};
