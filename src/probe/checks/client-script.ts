import { defineCheck } from "../check.ts";
import { showReply } from "../show.ts";

/** Asks for the script that pages load. */
export const clientScript = defineCheck({
  name: "client-script",
  asks: "the client script, of which only the beginning is read",
  findings: {
    P80: { level: "info", about: "the client script is not handed out" },
    P81: { level: "warning", about: "the client script is of another major version than the server speaks" },
  },
  wanted: ({ seen }) => seen.path !== undefined,

  async run({ line, seen }) {
    const path = `${seen.path}socket.io.js`;
    const reply = await line.ask(line.url(path), { headers: { "accept-encoding": "gzip" } });
    const where = [`GET ${path}: ${reply.kind === "answer" ? reply.status : showReply(reply)}`];
    if (reply.kind !== "answer" || reply.status !== 200 || !/javascript/.test(reply.headers["content-type"] ?? "")) {
      return { seen: { clientScript: false }, findings: [{ id: "P80", where, ...missing(path) }] };
    }
    // Socket.IO names its version in the ETag; the script itself may be compressed.
    const version = /^(?:W\/)?"(\d+\.\d+\.\d+[\w.+-]*)"$/.exec(reply.headers.etag ?? "")?.[1];
    const http = reply.headers["content-encoding"] !== undefined;
    const old = version !== undefined && Number.parseInt(version, 10) < oldestMajor && !seen.protocols?.includes(3);
    return {
      seen: { clientScript: version ?? "unknown", compression: { ...seen.compression, http } },
      findings: old ? [{ id: "P81", where, ...otherMajor(version) }] : [],
    };
  },
});

/** The first whose clients speak revision 4 of the protocol. */
const oldestMajor = 3;

function missing(path: string) {
  return {
    what: `The client script is not at ${path}`,
    consequence: "That is right if pages bundle socket.io-client; pages that load it from here get an error.",
    fixes: [
      {
        say: "To hand it out: --serve-client in sio-serve, serveClient: true in Socket.IO, and no proxy rule before it.",
      },
    ],
  };
}

function otherMajor(version: string) {
  return {
    what: `The client script is of version ${version}, which cannot talk to this server`,
    consequence: "Pages that load it get xhr poll error (Unsupported protocol version).",
    fixes: [{ say: "Look which cache or folder hands out the old one; the server has its own." }],
  };
}
