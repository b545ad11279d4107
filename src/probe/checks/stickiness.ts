import { defineCheck, type Found, type Visit } from "../check.ts";
import type { Reply } from "../http.ts";
import { advise } from "../proxies.ts";
import { failed, isSession, openSession } from "../session.ts";
import { showReply } from "../show.ts";
import type { Count, Tally } from "../tally.ts";

/** Enough that two processes which share the requests evenly are missed once in a million times. */
const wantedSessions = 20;
const atOnce = 5;

/** Sees whether the second request of a session meets the process that opened it. */
export const stickiness = defineCheck({
  name: "stickiness",
  asks: `sessions by polling, each opened and ended on connections of their own, until there are ${wantedSessions} with those of the other checks; half of them without cookies if the server sets some`,
  findings: {
    P31: { level: "fatal", about: "handshakes come from a cache: two clients got the same session" },
    P50: { level: "fatal", about: "several processes share the requests of a session" },
    P52: { level: "warning", about: "some sessions fail, as with one dead process of several" },
    P51: { level: "warning", about: "only a cookie keeps the requests of a session together" },
  },
  wanted: ({ seen }) => seen.transports?.includes("polling") === true,

  async run(visit) {
    const { tally, seen } = visit;
    const setsCookies = (seen.cookies ?? []).length > 0;
    const missing = Math.max(0, wantedSessions - tally.count().tried);
    const bare = setsCookies ? Math.min(missing, wantedSessions / 2) : 0;
    const wanted = Array.from({ length: missing }, (_, index) => ({ bare: index < bare }));
    const failures: Reply[] = [];
    while (wanted.length > 0) {
      const ended = await Promise.all(wanted.splice(0, atOnce).map((options) => openAndClose(visit, options)));
      failures.push(...ended.filter((reply) => reply !== undefined));
    }
    return {
      seen: { sessions: tally.count() },
      findings: [...cached(tally), ...unsticky(visit), ...failing(failures, { of: missing })],
    };
  },
});

/** The reply at which the session failed, if it did. */
async function openAndClose(visit: Visit, options: { readonly bare: boolean }): Promise<Reply | undefined> {
  const opened = await openSession(visit, options);
  if (!isSession(opened)) return opened;
  const reply = await opened.close();
  return failed(reply) ? reply : undefined;
}

function failing(replies: readonly Reply[], { of }: { readonly of: number }): Found<"P52">[] {
  if (replies.length === 0) return [];
  return [
    {
      id: "P52",
      what: `${replies.length} of ${of} sessions failed, though others work`,
      where: [...new Set(replies.map((reply) => `polling: ${showReply(reply)}`))],
      consequence: "Clients need several attempts to connect, and lose the connection again.",
      fixes: [
        { say: "Look for a process that is down or overloaded among those that the balancer knows." },
        { say: "If it is a limit (429): let it count clients, of which each sends several requests at its start." },
      ],
    },
  ];
}

function cached({ repeated }: Tally): Found<"P31">[] {
  if (repeated === 0) return [];
  return [
    {
      id: "P31",
      what: "Two clients get the same session: something caches handshakes",
      where: [`${repeated} handshakes gave a session id that another had given before`],
      consequence: "Clients disturb each other, and read each other's messages.",
      fixes: [{ say: "Exclude the path of Socket.IO from the cache of the proxy or CDN; its answers say no-store." }],
    },
  ];
}

function unsticky({ tally, seen }: Visit): Found<"P50" | "P51">[] {
  const all = tally.count();
  if (all.lost === 0) return [];
  const [kept, bare] = [tally.count({ withCookies: true }), tally.count({ withCookies: false })];
  if (kept.tried > 0 && kept.lost === 0) return [cookieOnly({ kept, bare, seen })];
  return [
    {
      id: "P50",
      what: `${all.lost} of ${all.tried} sessions were lost: several processes share the requests of a session`,
      where: [
        `POST ${seen.path} of a session on a new connection: Session ID unknown (code 1), ${all.lost} of ${all.tried} times`,
      ],
      consequence: "Clients connect and lose the connection again and again, with xhr poll error or xhr post error.",
      fixes: [
        ...advise("sticky", seen),
        { say: "Several processes on one machine: @socket.io/sticky in front of them." },
        { say: 'Let clients use WebSocket alone, one connection each: io(url, { transports: ["websocket"] })' },
      ],
    },
  ];
}

function cookieOnly({
  kept,
  bare,
  seen,
}: {
  readonly kept: Count;
  readonly bare: Count;
  readonly seen: Visit["seen"];
}): Found<"P51"> {
  return {
    id: "P51",
    what: `Only the cookie ${seen.cookies?.join(" or ")} keeps the requests of a session together`,
    where: [`sessions lost: ${kept.lost} of ${kept.tried} with cookies, ${bare.lost} of ${bare.tried} without`],
    consequence: "Pages of another origin, and programs, do not send it back by themselves: they lose their sessions.",
    fixes: [
      {
        say: "In clients on other origins: io(url, { withCredentials: true }), with the origin listed and credentials on.",
      },
      { say: "Balance by the address of the client." },
    ],
  };
}
