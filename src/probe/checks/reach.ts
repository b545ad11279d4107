import { performance } from "node:perf_hooks";
import type { Place } from "../address.ts";
import { defineCheck, type Outcome, type Visit } from "../check.ts";
import { refusal, refusalIn } from "../engine-io.ts";
import type { Answer, Failure } from "../http.ts";
import { intermediariesIn } from "../proxies.ts";
import { cookiesIn, isSession, openSession, type Session } from "../session.ts";
import { brief, showReply } from "../show.ts";
import { explainStranger, type Stranger } from "../stranger.ts";
import { explainFailure } from "../unreached.ts";

/** Finds Socket.IO: the first handshake, by polling. Without it there is nothing else to look at. */
export const reach = defineCheck({
  name: "reach",
  asks: "a handshake by polling at each path that the URL may mean, and at the other scheme if nothing fits",
  gate: true,
  findings: {
    P01: { level: "fatal", about: "the name of the host cannot be looked up" },
    P02: { level: "fatal", about: "nothing listens on the port" },
    P03: { level: "fatal", about: "the host cannot be reached: a firewall, or it is down" },
    P04: { level: "fatal", about: "something takes the connection and says nothing" },
    P05: { level: "fatal", about: "what listens does not speak HTTP, such as SSH" },
    P06: { level: "fatal", about: "the connection is closed without an answer" },
    P07: { level: "fatal", about: "https:// in the URL of a server without TLS, or http:// in the URL of one with it" },
    P08: { level: "fatal", about: "the certificate is self-signed, expired, for another name, or without its chain" },
    P09: { level: "fatal", about: "no version of TLS, cipher or certificate of the client that both sides take" },
    P10: { level: "fatal", about: "a redirect, which is told and not followed" },
    P11: { level: "fatal", about: "an HTTP server without Socket.IO at this path" },
    P12: { level: "fatal", about: "a proxy that finds no server behind it (502, 503, 504)" },
    P13: { level: "fatal", about: "something in front asks who the client is, or refuses it (401, 403, 407, 429)" },
    P14: { level: "fatal", about: "a server of Socket.IO 2, which clients of today cannot talk to" },
    P15: { level: "info", about: "programs, which send no origin, are refused; pages are not" },
  },

  async run(visit) {
    const { line } = visit;
    const until = performance.now() + line.options.timeoutMs;
    const { places } = line.address;
    const strangers: Stranger[] = [];
    let silent: Failure | undefined;
    for (const [index, place] of places.entries()) {
      // An HTTP server may answer nothing but Socket.IO: a path that it does not know must leave time for the others.
      const atMostMs = Math.max(1, until - performance.now()) / (places.length - index);
      const opened = await openSession(visit, { path: place.path, atMostMs });
      if (isSession(opened)) return found(opened, place);
      if (opened.kind === "answer") {
        if (refusalIn(opened) !== undefined) return refused({ visit, place, reply: opened });
        strangers.push({ place, answer: opened });
      } else if (opened.code === "TIMEOUT" && opened.stage === "answer") {
        silent = opened;
      } else {
        const leftMs = Math.max(1, until - performance.now());
        return { findings: [await explainFailure(opened, line, leftMs)] };
      }
    }
    if (silent && strangers.length === 0) return { findings: [await explainFailure(silent, line, 1)] };
    return { findings: [explainStranger(strangers, line)] };
  },
});

async function found(session: Session, place: Place): Promise<Outcome<"P14">> {
  await session.close();
  const { protocol, upgrades, pingInterval, pingTimeout, maxPayload } = session.handshake;
  return {
    seen: {
      ...place,
      ...facts(session.answer),
      protocols: [protocol],
      transports: ["polling"],
      upgrades,
      pingInterval,
      pingTimeout,
      ...(maxPayload !== undefined && { maxPayload }),
    },
    findings: protocol === 4 ? [] : [oldServer(place)],
  };
}

function oldServer({ path }: Place) {
  return {
    id: "P14" as const,
    what: "The server is of Socket.IO 2: it speaks revision 3 of the protocol only",
    where: [`GET ${path}?EIO=4&transport=polling: an answer of revision 3`],
    consequence: "Clients of Socket.IO 3 and 4 end with: It seems you are trying to reach a Socket.IO server in v2.x.",
    fixes: [{ say: "Upgrade the server to Socket.IO 4, with allowEIO3 for the clients that remain." }],
  };
}

/** Socket.IO is there, though it refuses this handshake: polling may be off, or programs unwelcome. */
async function refused({
  visit,
  place,
  reply,
}: {
  readonly visit: Visit;
  readonly place: Place;
  readonly reply: Answer;
}): Promise<Outcome<"P13" | "P14" | "P15">> {
  const seen = { ...place, ...facts(reply) };
  if (refusalIn(reply) !== refusal.forbidden) return { seen: { ...seen, protocols: [], transports: [] } };

  const origin = visit.origin ?? visit.line.address.origin;
  const again = await openSession(visit, { path: place.path, origin });
  const where = [`GET ${place.path}?EIO=4&transport=polling: ${showReply(reply)}`];
  if (!isSession(again)) {
    return {
      seen,
      findings: [
        {
          id: "P13",
          what: "The server refuses the handshake",
          where: [...where, `the same with Origin: ${origin}: ${showReply(again)}`],
          consequence: "Clients that bring no more than this probe get xhr poll error.",
          fixes: [
            { say: "Look into allowRequest of the server." },
            { say: 'If it asks for a header or cookie: sio doctor --header "name: value", with the same URL.' },
          ],
        },
      ],
    };
  }
  visit.line.always({ origin });
  const { findings = [], ...rest } = await found(again, place);
  return {
    ...rest,
    findings: [
      ...findings,
      {
        id: "P15",
        what: "Programs are refused because they send no origin; pages are let in",
        where,
        consequence: "Clients that are no browsers get xhr poll error, and so do monitors.",
        fixes: [{ say: "If programs shall connect, let allowRequest accept requests without the header Origin." }],
      },
    ],
  };
}

function facts(answer: Pick<Answer, "headers">) {
  return {
    intermediaries: intermediariesIn(answer.headers),
    cookies: cookiesIn(answer).map((cookie) => brief(cookie.split("=", 1)[0] ?? "")),
  };
}
