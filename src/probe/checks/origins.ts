import { defineCheck, type Found, type Visit } from "../check.ts";
import type { Answer } from "../http.ts";
import { advise } from "../proxies.ts";
import type { Transport } from "../report.ts";
import { isSession, openSession } from "../session.ts";
import { brief, showReply } from "../show.ts";

/** A site that nobody can have: the top-level domain is reserved (RFC 2606). */
const foreign = "https://sio-doctor.example";

/** Says to come from pages of several sites. */
export const origins = defineCheck({
  name: "origins",
  asks: `a session by polling and a WebSocket as a page of its own, of ${foreign}, and of the named origin`,
  findings: {
    P60: { level: "fatal", about: "pages of the server's own origin are refused" },
    P61: { level: "fatal", about: "pages of the origin that was named are refused" },
    P62: { level: "warning", about: "pages of any site may connect with the cookies of their visitors" },
    P63: { level: "warning", about: "`*` together with credentials, which browsers refuse" },
    P64: { level: "warning", about: "WebSocket takes pages that polling refuses" },
    P65: { level: "info", about: "pages of any site may connect" },
  },
  wanted: ({ seen }) => (seen.transports ?? []).length > 0,

  async run(visit) {
    const own = await comeFrom(visit.line.address.origin, visit);
    const other = await comeFrom(foreign, visit);
    const named = visit.origin === undefined ? undefined : await comeFrom(visit.origin, visit);
    return {
      findings: [
        ...(refuses(own, { crossOrigin: false }) ? [ownRefused(own, visit)] : []),
        ...(named && refuses(named, { crossOrigin: true }) ? [namedRefused(named)] : []),
        ...foreignPages(other),
      ],
    };
  },
});

/** What a page of an origin met. */
interface Welcome {
  readonly origin: string;
  readonly lines: readonly string[];
  /** The answer to the handshake by polling, and whether it opened a session; absent if polling does not work. */
  readonly polling?: { readonly opened: boolean; readonly answer?: Answer };
  /** Whether a WebSocket opened; absent if none ever does. */
  readonly webSocket?: boolean;
}

async function comeFrom(origin: string, visit: Visit): Promise<Welcome> {
  const { line, seen } = visit;
  const works = (transport: Transport) => seen.transports?.includes(transport) === true;
  const lines: string[] = [];
  let welcome: Pick<Welcome, "polling" | "webSocket"> = {};
  if (works("polling")) {
    const session = await openSession(visit, { origin });
    const opened = isSession(session);
    if (opened) await session.close();
    const reply = opened ? session.answer : session;
    welcome = { polling: { opened, ...(reply.kind === "answer" && { answer: reply }) } };
    const allowed = reply.kind === "answer" ? reply.headers["access-control-allow-origin"] : undefined;
    lines.push(
      `polling, Origin: ${origin}: ${opened ? `a handshake, allowed origin: ${brief(allowed ?? "none")}` : showReply(reply)}`,
    );
  }
  if (works("websocket")) {
    const dialled = await line.dial(line.url(seen.path ?? "/", { EIO: "4", transport: "websocket" }), {
      headers: { origin },
    });
    if (dialled.kind === "open") dialled.close();
    welcome = { ...welcome, webSocket: dialled.kind === "open" };
    lines.push(`WebSocket, Origin: ${origin}: ${dialled.kind === "open" ? "open" : showReply(dialled)}`);
  }
  return { origin, lines, ...welcome };
}

/** Whether a browser would let a page of this origin read the answer. */
function readable({ origin, polling }: Welcome): boolean {
  const allowed = polling?.answer?.headers["access-control-allow-origin"];
  return polling?.opened === true && (allowed === "*" || allowed === origin);
}

function refuses(welcome: Welcome, { crossOrigin }: { readonly crossOrigin: boolean }): boolean {
  const { polling, webSocket } = welcome;
  const byPolling = polling !== undefined && !(crossOrigin ? readable(welcome) : polling.opened);
  return byPolling || webSocket === false;
}

function ownRefused({ origin, lines }: Welcome, { seen }: Visit): Found<"P60"> {
  return {
    id: "P60",
    what: `Pages of the server's own origin, ${origin}, are refused`,
    where: lines,
    consequence: "The site's own pages get xhr poll error or websocket error, while programs connect.",
    fixes: [...advise("host", seen), { say: `Name the origin: sio-serve --cors ${origin}` }],
  };
}

function namedRefused({ origin, lines }: Welcome): Found<"P61"> {
  return {
    id: "P61",
    what: `Pages of ${origin} are refused`,
    where: lines,
    consequence: "They get xhr poll error or websocket error, and the console of the browser speaks of CORS.",
    fixes: [{ say: `sio-serve --cors ${origin}, or in Socket.IO: cors: { origin: "${origin}" }` }],
  };
}

function foreignPages(welcome: Welcome): Found<"P62" | "P63" | "P64" | "P65">[] {
  const { polling, webSocket, lines } = welcome;
  const headers = polling?.answer?.headers ?? {};
  const credentials = headers["access-control-allow-credentials"] === "true";
  const shown = { where: lines };
  if (headers["access-control-allow-origin"] === "*" && credentials) return [{ ...shown, ...wildcardCredentials }];
  if (readable(welcome)) return [{ ...shown, ...(credentials ? anyWithCredentials : anyPage) }];
  if (webSocket !== true) return [];
  return [{ ...shown, ...(polling ? webSocketOnly : anyPage) }];
}

const listOrigins = "List the origins of your pages: sio-serve --cors https://app.example.com";

const wildcardCredentials: Omit<Found<"P63">, "where"> = {
  id: "P63",
  what: "The server allows every origin (*) together with credentials, which browsers refuse",
  consequence: "Pages of other origins with withCredentials get xhr poll error; over WebSocket any page comes in.",
  fixes: [{ say: listOrigins }],
};

const anyWithCredentials: Omit<Found<"P62">, "where"> = {
  id: "P62",
  what: "Pages of any site may connect with the cookies of their visitors",
  consequence: "If clients are known by a cookie, any site can act in the name of who visits it.",
  fixes: [{ say: `${listOrigins}, and not whichever asks.` }],
};

const webSocketOnly: Omit<Found<"P64">, "where"> = {
  id: "P64",
  what: "WebSocket takes pages of any site, though polling keeps them out",
  consequence:
    "Browsers do not apply CORS to WebSocket: if clients are known by a cookie, any site can act in their name.",
  fixes: [
    { say: "Let the server check the header Origin itself: allowRequest in Socket.IO; sio-serve does so by default." },
  ],
};

const anyPage: Omit<Found<"P65">, "where"> = {
  id: "P65",
  what: "Pages of any site may connect",
  consequence: "That is meant for a public service; they do not bring cookies along over polling.",
  fixes: [{ say: listOrigins }],
};
