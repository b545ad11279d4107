import type { Place } from "./address.ts";
import type { Found } from "./check.ts";
import type { Answer } from "./http.ts";
import type { Line } from "./line.ts";
import { brief, showReply, showStatus } from "./show.ts";
import { otherScheme } from "./unreached.ts";

/** An answer that is not Socket.IO's, and where it was asked for. */
export interface Stranger {
  readonly place: Place;
  readonly answer: Answer;
}

/** The finding that an answer which is not Socket.IO's amounts to. */
export type Strange = "P07" | "P10" | "P11" | "P12" | "P13";

type Explained = Omit<Found<Strange>, "where">;

/** Says what answers instead of Socket.IO: of all the answers, the one that tells most decides. */
export function explainStranger(strangers: readonly Stranger[], line: Line): Found<Strange> {
  const where = strangers.map(({ place, answer }) => `GET ${place.path}: ${showReply(answer)}`);
  for (const { when, explain } of kinds) {
    const telling = strangers.find(({ answer }) => when(answer));
    if (telling) return { where, ...explain(telling, line) };
  }
  return { where, ...elsewhere(strangers) };
}

interface Kind {
  when(answer: Answer): boolean;
  explain(stranger: Stranger, line: Line): Explained;
}

const kinds: readonly Kind[] = [
  {
    // In the words of nginx, Go and Apache.
    when: ({ status, body }) =>
      status === 400 && /HTTP request was sent to HTTPS|HTTP request to an HTTPS|plain HTTP to an SSL/i.test(body),
    explain: (_stranger, line) => otherScheme(line),
  },
  {
    when: ({ status, headers }) => status >= 300 && status < 400 && headers.location !== undefined,
    explain: ({ place, answer }, line) => redirect(line.url(place.path), answer.headers.location ?? "", place),
  },
  {
    when: ({ status }) => status >= 502 && status <= 504,
    explain: ({ answer }) => ({
      id: "P12",
      what: `A proxy answers, and finds no server behind it (${showStatus(answer)})`,
      consequence: "Clients get xhr poll error, and try again for ever.",
      fixes: [{ say: "Start the server, and check the address to which the proxy passes requests on." }],
    }),
  },
  {
    when: ({ status }) => denied.has(status),
    explain: ({ answer }) => ({
      id: "P13",
      what: `Something in front of Socket.IO refuses the request (${showStatus(answer)})`,
      consequence: "Clients get xhr poll error unless they bring what it asks for.",
      fixes: [
        { say: 'To bring it: sio doctor --header "authorization: Bearer …", with the same URL.' },
        { say: "If it is a firewall for websites: let the path of Socket.IO through." },
      ],
    }),
  },
];

const denied = new Set([401, 403, 407, 429]);

/** Where a redirect leads, as an address to probe. */
function redirect(from: string, location: string, { path }: Place): Explained {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const target = to ? `${to.origin}${to.pathname.replace(path, "/")}` : brief(location);
  return {
    id: "P10",
    what: `${new URL(from).origin} redirects to ${to?.origin ?? brief(location)}`,
    consequence: "Clients over WebSocket do not follow redirects, and polling breaks at the first thing it sends.",
    fixes: [{ say: `Use the address that it leads to, here and in clients: sio doctor --url ${target}` }],
  };
}

function elsewhere(strangers: readonly Stranger[]): Explained {
  const page = strangers.find(({ answer }) => answer.status < 300);
  const paths = strangers.map(({ place }) => place.path).join(" or ");
  return {
    id: "P11",
    what: page ? `A web server answers, and not Socket.IO, at ${paths}` : `There is no Socket.IO at ${paths}`,
    consequence: "Clients get xhr poll error, or wait for a handshake that is a page.",
    fixes: [
      { say: "If clients set a path, name it: sio doctor --path /that/path/, with the same URL." },
      { say: `Make the proxy pass ${paths} on to the server, with the path as it is.` },
    ],
  };
}
