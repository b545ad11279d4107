import type { Leftover } from "./leftover.ts";
import { inCode, places, type Source } from "./source.ts";

/** What `io.set` took, and what says it now. Version 0.9 had more names than these of version 2. */
const settings: Readonly<Record<string, string>> = {
  transports: "--transports",
  authorization: "io.use((socket, next) => …)",
  origins: "--cors",
  resource: "--path",
  "heartbeat timeout": "--ping-timeout",
  "heartbeat interval": "--ping-interval",
  "destroy buffer size": "--max-http-buffer-size",
  "log level": "--log-level",
  "close timeout": "--ping-timeout",
  "match origin protocol": "--cors",
  "polling duration": "--ping-interval",
  "browser client": "--serve-client",
};

/**
 * What is gone since version 3, so that calling it throws.
 *
 * @see https://socket.io/docs/v4/migrating-from-2-x-to-3-0/
 */
export const failing: readonly Leftover[] = [
  {
    what: 'require("socket.io").listen() is of Socket.IO 2',
    consequence: "In version 4 it throws: TypeError: require(...).listen is not a function.",
    instead: "Leave it out, because sio-serve makes the server: export default (io) => { … }",
    sign: /\blisten\b/,
    find: (source) =>
      places(source, String.raw`(?:\brequire\(\s*["']socket\.io["']\s*\)|${source.package})\s*\.\s*listen\s*\(`),
  },
  {
    what: "io.origins() is of Socket.IO 2",
    consequence: "In version 4 it throws: TypeError: io.origins is not a function.",
    instead: `io.origins("https://example.com:*") → --cors https://example.com`,
    sign: /\borigins\b/,
    find: (source) => calls(source, "origins"),
  },
  ...Object.entries(settings).map(([name, instead]) => ({
    what: `io.set("${name}") is of Socket.IO 2`,
    consequence: "In version 4 it throws: TypeError: io.set is not a function.",
    instead: `io.set("${name}", …) → ${instead}`,
    sign: new RegExp(`["']${name}["']`),
    find: (source: Source) => calls(source, "set", `["']${name}["']`),
  })),
  {
    what: "clients() of a server, a namespace or a room is of Socket.IO 2",
    consequence: "In version 4 it throws: TypeError: io.clients is not a function.",
    instead: "io.in(room).clients((error, ids) => …) → const sockets = await io.in(room).fetchSockets()",
    sign: /\.clients\s*(?:\(|\/[*/])/,
    find: (source) => places(source, String.raw`${source.server}(?:\.sockets|\.(?:of|in|to)\([^()]*\))*\.clients\s*\(`),
  },
  {
    what: "The option wsEngine takes a class since Socket.IO 4",
    consequence: "With a name it throws: TypeError: this.opts.wsEngine is not a constructor.",
    instead: `wsEngine: "ws" → nothing, because ws is the default`,
    sign: /\bwsEngine\b/,
    find: (source) => places(source, String.raw`(?<![\w$.])wsEngine\s*:\s*["']`),
  },
];

/** Calls of a method of the server, unless the file asks first whether there is one. */
function calls(source: Source, method: string, first = ""): readonly number[] {
  const asked = String.raw`${source.server}\.${method}\b(?!\s*[(\w])`;
  if (inCode(source, asked).length > 0) return [];
  return places(source, String.raw`${source.server}\s*\.\s*${method}\s*\(\s*${first}`);
}
