import type { Found } from "./check.ts";
import { inspectEncryption } from "./encryption.ts";
import type { Failure } from "./http.ts";
import type { Line } from "./line.ts";
import { brief, showReply, showSeconds } from "./show.ts";

/** The finding that a failure to get any answer amounts to. */
export type Unreached = "P01" | "P02" | "P03" | "P04" | "P05" | "P06" | "P07" | "P08" | "P09";

type Explained = Omit<Found<Unreached>, "where">;

/** Says why there was no answer; for some reasons that takes one more request. */
export async function explainFailure(failure: Failure, line: Line, leftMs: number): Promise<Found<Unreached>> {
  const cause = causes.find(({ when }) => when(failure)) ?? closed;
  return {
    where: [`${line.address.origin}: ${showReply(failure)}`],
    ...(await cause.explain({ failure, line, leftMs })),
  };
}

interface Circumstances {
  readonly failure: Failure;
  readonly line: Line;
  readonly leftMs: number;
}

interface Cause {
  when(failure: Failure): boolean;
  explain(circumstances: Circumstances): Explained | Promise<Explained>;
}

const nobody = "No client can connect.";

const closed: Cause = {
  when: ({ code }) => code === "ECONNRESET" || code === "EPIPE",
  async explain({ line, leftMs }) {
    if (!line.address.secure && (await inspectEncryption(line, { atMostMs: leftMs }))) return otherScheme(line);
    return {
      id: "P06",
      what: `${hostOf(line)} closes the connection without an answer`,
      consequence: nobody,
      fixes: [
        { say: "Look at the log of what listens there; a firewall or a proxy without a server does this too." },
        ...(line.address.secure
          ? [{ say: "If it wants a certificate of the client, probe it from behind that." }]
          : []),
      ],
    };
  },
};

/** In this order: the first that fits explains it. */
const causes: readonly Cause[] = [
  {
    when: ({ code, stage }) =>
      code === "ENOTFOUND" || code === "EAI_AGAIN" || (code === "TIMEOUT" && stage === "lookup"),
    explain: ({ line }) => ({
      id: "P01",
      what: `The name ${new URL(line.address.origin).hostname} cannot be looked up`,
      consequence: nobody,
      fixes: [{ say: "Check the spelling, and the DNS record of the name." }],
    }),
  },
  {
    when: ({ code }) => code === "ECONNREFUSED",
    explain: ({ line }) => ({
      id: "P02",
      what: `Nothing listens on ${hostOf(line)}`,
      consequence: nobody,
      fixes: [
        { say: "Start the server, or check the port in the URL." },
        { say: "A server that listens on 127.0.0.1 is reached from its own machine only: sio-serve --host 0.0.0.0" },
      ],
    }),
  },
  {
    when: ({ code, stage }) => unreachable.has(code) || (code === "TIMEOUT" && stage === "connect"),
    explain: ({ line }) => ({
      id: "P03",
      what: `${hostOf(line)} cannot be reached`,
      consequence: nobody,
      fixes: [{ say: "Open the port in the firewall or security group, and check that the host is up." }],
    }),
  },
  {
    when: ({ code }) => code in distrusted,
    explain: ({ failure, line }) => ({
      id: "P08",
      what: `The certificate of ${hostOf(line)} is not to be trusted: ${distrusted[failure.code]}`,
      consequence: "Browsers refuse to connect, and so do programs; the error of clients is only xhr poll error.",
      fixes: [
        { say: "Install a certificate that an authority has issued for this name, with the chain up to it." },
        { say: "To look at the rest all the same: sio doctor --insecure, with the same URL." },
        { say: "To trust an authority of your own: NODE_EXTRA_CA_CERTS=ca.pem sio doctor, with the same URL." },
      ],
    }),
  },
  {
    when: ({ bytes }) => bytes !== undefined && (bytes[0] === tlsAlert || bytes[0] === tlsHandshake),
    explain: ({ line }) => otherScheme(line),
  },
  {
    when: ({ code, bytes }) => bytes !== undefined || code.startsWith("HPE_"),
    explain: ({ failure, line }) => notHttp(line, failure.bytes),
  },
  {
    when: ({ stage, code }) => (stage === "encrypt" && code !== "TIMEOUT") || code.startsWith("ERR_SSL_"),
    async explain({ line, leftMs }) {
      const [{ path } = { path: "/" }] = line.address.places;
      const url = new URL(line.url(path, { EIO: "4", transport: "polling" }));
      const plain = await line.ask(`http://${hostOf(line)}${url.pathname}${url.search}`, { atMostMs: leftMs });
      if (plain.kind === "answer") return otherScheme(line);
      if (plain.bytes) return notHttp(line, plain.bytes);
      return {
        id: "P09",
        what: `${hostOf(line)} agrees on no way to encrypt the connection`,
        consequence: nobody,
        fixes: [{ say: "Offer TLS 1.2 and 1.3 with the usual ciphers, and ask clients for no certificate of theirs." }],
      };
    },
  },
  {
    when: ({ code }) => code === "TIMEOUT",
    explain: ({ failure, line }) => ({
      id: "P04",
      what: `${hostOf(line)} takes connections and says nothing (${showSeconds(failure.tookMs)})`,
      consequence: "Clients wait, and time out.",
      fixes: [
        { say: "Check that the port is the one of an HTTP server; one that hangs is mended by its log." },
        { say: `If that server is an encrypted one: sio doctor --url ${swapped(line)}` },
      ],
    }),
  },
  closed,
];

const unreachable = new Set([
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EACCES",
]);

// RFC 8446, section 5.1: the first byte of what a TLS server says to who does not encrypt.
const tlsAlert = 0x15;
const tlsHandshake = 0x16;

/** What OpenSSL and Node.js find wrong with a certificate, and what that means. */
export const distrusted: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "it is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its authority is not a known one",
  UNABLE_TO_GET_ISSUER_CERT: "its authority is not a known one",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its authority is not a known one, or the chain is incomplete",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its authority is not a known one, or the chain is incomplete",
  CERT_HAS_EXPIRED: "it has expired",
  CERT_NOT_YET_VALID: "it is not valid yet",
  CERT_REVOKED: "it has been revoked",
  CERT_UNTRUSTED: "its authority is not a known one",
  INVALID_PURPOSE: "it is not one for servers",
  ERR_TLS_CERT_ALTNAME_INVALID: "it is for another host name",
};

/** The finding that the URL has the wrong scheme. */
export function otherScheme(line: Line): Omit<Found<"P07">, "where"> {
  const { secure } = line.address;
  return {
    id: "P07",
    what: `${hostOf(line)} speaks ${secure ? "HTTP without encryption" : "HTTPS"}, not ${secure ? "HTTPS" : "plain HTTP"}`,
    consequence: `Clients of this URL get xhr poll error; with ${swapped(line)} they connect.`,
    fixes: [{ say: `sio doctor --url ${swapped(line)}` }],
  };
}

function notHttp(line: Line, bytes: Buffer = Buffer.alloc(0)): Explained {
  const beginning = brief(bytes.toString("latin1"));
  return {
    id: "P05",
    what: `${hostOf(line)} does not speak HTTP${beginning && `: it says "${beginning}"`}`,
    consequence: nobody,
    fixes: [{ say: "Check the port in the URL." }],
  };
}

function hostOf({ address }: Line): string {
  const { hostname, port } = new URL(address.origin);
  return `${hostname}:${port || (address.secure ? 443 : 80)}`;
}

/** The same place and port by the other scheme. */
function swapped(line: Line): string {
  const { secure, origin, shown } = line.address;
  return `${secure ? "http" : "https"}://${hostOf(line)}${shown.slice(origin.length)}`;
}
