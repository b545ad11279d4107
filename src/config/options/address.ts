import { hostName } from "../host.ts";
import { boolean, integer, optional, orWord, path, text } from "../kinds.ts";
import { option } from "../option.ts";

/** Where the server listens. */
export const address = {
  host: option({
    kind: hostName,
    default: "127.0.0.1",
    letter: "H",
    variables: ["HOST"],
    help: "address to listen on; 0.0.0.0 is every network",
    example: "0.0.0.0",
  }),
  port: option({
    kind: orWord(integer({ min: 0, max: 65_535 }), "auto"),
    default: 5_000,
    letter: "p",
    variables: ["PORT"],
    help: "port to listen on; auto is 5000 or the next that is free, 0 any",
    example: 8_080,
  }),
  unixSocket: option({
    kind: optional(path),
    default: undefined,
    help: "listen on this Unix socket instead of host and port",
    example: "./sio.sock",
  }),
  path: option({
    kind: text({
      expects: `a path that begins with "/"`,
      placeholder: "path",
      fits: (path) => /^\/[^\s?#]*$/.test(path),
    }),
    default: "/socket.io",
    help: "where on the server Socket.IO answers",
    example: "/realtime",
  }),
  https: option({
    kind: boolean,
    default: false,
    help: "serve https with a certificate made for development, of which browsers warn",
    example: true,
  }),
  tlsCert: option({
    kind: optional(path),
    default: undefined,
    help: "certificate (PEM) to serve https and wss with",
    example: "./cert.pem",
  }),
  tlsKey: option({
    kind: optional(path),
    default: undefined,
    help: "private key (PEM) of the certificate",
    example: "./key.pem",
  }),
  tlsCa: option({
    kind: optional(path),
    default: undefined,
    help: "certificates (PEM) of the authorities that issued it, if its file lacks them",
    example: "./ca.pem",
  }),
  tlsPassphrase: option({
    kind: optional(text({ expects: "text", placeholder: "text", fits: () => true })),
    default: undefined,
    secret: true,
    help: "passphrase of the private key",
    example: "correct horse",
  }),
};
