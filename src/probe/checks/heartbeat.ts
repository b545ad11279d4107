import { defineCheck, type Found, type Visit } from "../check.ts";
import { type Held, hold } from "../hold.ts";
import { advise } from "../proxies.ts";
import type { Transport } from "../report.ts";
import { showSeconds } from "../show.ts";

/** What most proxies wait for a silent server, unless they are told otherwise. */
const usualTimeoutMs = 60_000;

/** The longest interval whose first heartbeat is waited for. */
const longestIntervalMs = 30_000;

/** Timers may fire a little early; the wait must not end before the heartbeat is late. */
const slackMs = 100;

/** Holds a connection over each transport until the first heartbeat has come through, or for as long as was asked. */
export const heartbeat = defineCheck({
  name: "heartbeat",
  asks: "over each transport one connection that joins the namespace and waits for the first heartbeat, if that is due within 30 s",
  findings: {
    P70: { level: "warning", about: "something cuts a connection that is silent, before the heartbeat comes" },
    P71: { level: "warning", about: "the heartbeat does not come through, or late" },
    P72: { level: "warning", about: "pingInterval and pingTimeout are longer than proxies wait (60 s)" },
  },
  wanted: ({ seen }) => seen.pingInterval !== undefined,

  async run(visit) {
    const { transports = [], pingInterval = 0, pingTimeout = 0 } = visit.seen;
    if (visit.idleMs !== undefined) visit.line.allow(requestsToHold(visit.idleMs, pingInterval));
    const forMs = visit.idleMs ?? (pingInterval <= longestIntervalMs ? pingInterval + graceMs(visit) + slackMs : 0);
    const held = forMs > 0 ? await Promise.all(transports.map((transport) => hold(visit, transport, forMs))) : [];
    const pings = Object.fromEntries(
      held.flatMap(({ transport, pingMs }) => (pingMs === undefined ? [] : [[transport, pingMs]])),
    );
    return {
      seen: { pings },
      findings: [
        ...held.flatMap((one) => judge(one, visit)),
        ...(pingInterval + pingTimeout > usualTimeoutMs ? [tooLong(visit)] : []),
      ],
    };
  },
});

/** A poll and an answer for each heartbeat, which is what any client by polling sends. */
function requestsToHold(forMs: number, pingInterval: number): number {
  return Math.min(mostToHold, 2 * Math.ceil(forMs / Math.max(1, pingInterval)));
}

const mostToHold = 200;

/** How late a heartbeat may be: what the network and a busy server need, and well within the time to answer it. */
function graceMs({ seen: { pingTimeout = 0 } }: Visit): number {
  return Math.min(5_000, Math.max(1_000, pingTimeout / 4));
}

const names: Readonly<Record<Transport, string>> = { polling: "a poll", websocket: "a WebSocket" };

function judge(held: Held, visit: Visit): Found<"P70" | "P71">[] {
  const { seen } = visit;
  const { pingInterval = 0 } = seen;
  const name = names[held.transport];
  if (held.cut) {
    return [
      {
        id: "P70",
        what: `Something cuts ${name} after ${showSeconds(held.cut.afterMs)}`,
        where: [`${held.transport} ${seen.path}, joined and silent: ${held.cut.detail}`],
        consequence: `Clients lose the connection again and again; the server's heartbeat comes every ${showSeconds(pingInterval)}.`,
        fixes: [
          ...advise("timeout", seen),
          {
            say: `Let the heartbeat come sooner: --ping-interval ${Math.max(1, Math.floor(held.cut.afterMs / 2_000))}s`,
          },
        ],
      },
    ];
  }
  const due = pingInterval + graceMs(visit);
  if (held.heldMs < due || (held.pingMs !== undefined && held.pingMs <= due)) return [];
  return [
    {
      id: "P71",
      what: `The heartbeat of ${name} ${held.pingMs === undefined ? "does not come through" : `comes after ${showSeconds(held.pingMs)}`}`,
      where: [
        `${held.transport} ${seen.path}: the handshake says every ${showSeconds(pingInterval)}; held for ${showSeconds(held.heldMs)}`,
      ],
      consequence: "Clients end with ping timeout.",
      fixes: [
        { say: "If the server is busy for seconds at a time, move that work out of its event loop." },
        ...advise("buffering", seen),
      ],
    },
  ];
}

function tooLong({ seen }: Visit): Found<"P72"> {
  const { pingInterval = 0, pingTimeout = 0 } = seen;
  const certain = pingInterval >= usualTimeoutMs;
  return {
    id: "P72",
    what: `The heartbeat is slower than proxies wait: ${showSeconds(pingInterval)}, and ${showSeconds(pingTimeout)} for its answer`,
    where: [`handshake: pingInterval ${pingInterval}, pingTimeout ${pingTimeout}`],
    consequence: certain
      ? "Most proxies cut a connection that is silent for 60 s: clients lose it again and again."
      : "Most proxies cut a connection that is silent for 60 s: a slow answer to a heartbeat becomes a lost connection.",
    fixes: [
      { say: "Leave them at their defaults: --ping-interval 25s --ping-timeout 20s" },
      ...advise("timeout", seen),
    ],
  };
}
