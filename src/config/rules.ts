import type { Config, OptionName } from "./options.ts";

/** Settings that are right one by one and wrong together. */
export interface Rule {
  readonly id: string;
  /** The settings that are shown with their origin. */
  readonly about: readonly OptionName[];
  readonly broken: (config: Config) => boolean;
  /** One sentence: what is wrong. */
  readonly say: string;
  /** One sentence: what to do. */
  readonly fix: string;
  /** A config that breaks this rule and no other. */
  readonly example: Partial<Config>;
}

/** The rules that need nothing but the values themselves. */
export const rules: readonly Rule[] = [
  {
    id: "tls-key",
    about: ["tlsCert", "tlsKey"],
    broken: ({ tlsCert, tlsKey }) => tlsCert !== undefined && tlsKey === undefined,
    say: "A certificate is of no use without its private key.",
    fix: "Give the key too: --tls-key FILE.",
    example: { tlsCert: "/cert.pem" },
  },
  {
    id: "tls-cert",
    about: ["tlsKey", "tlsCert"],
    broken: ({ tlsCert, tlsKey }) => tlsKey !== undefined && tlsCert === undefined,
    say: "A private key is of no use without its certificate.",
    fix: "Give the certificate too: --tls-cert FILE.",
    example: { tlsKey: "/key.pem" },
  },
  {
    id: "tls-extras",
    about: ["tlsCa", "tlsPassphrase"],
    broken: ({ tlsCert, tlsKey, tlsCa, tlsPassphrase }) =>
      (tlsCa ?? tlsPassphrase) !== undefined && (tlsCert ?? tlsKey) === undefined,
    say: "Authorities and a passphrase are of no use without a certificate and its key.",
    fix: "Give both: --tls-cert FILE --tls-key FILE.",
    example: { tlsCa: "/ca.pem" },
  },
  {
    id: "cors-credentials",
    about: ["cors", "corsCredentials"],
    broken: ({ cors, corsCredentials }) => corsCredentials && cors === "*",
    say: "Browsers send no cookies to a server that allows every origin.",
    fix: "Name the origins: --cors https://example.com.",
    example: { cors: "*", corsCredentials: true },
  },
  {
    id: "path-static",
    about: ["path", "static"],
    broken: ({ path, static: folder }) => path === "/" && folder !== undefined,
    say: "Socket.IO answers everything under its path, so that no file would ever be served.",
    fix: "Leave --path out, or choose one below the root: --path /socket.io.",
    example: { path: "/", static: "/public" },
  },
  {
    id: "open-unix-socket",
    about: ["open", "unixSocket"],
    broken: ({ open, unixSocket }) => open && unixSocket !== undefined,
    say: "A browser cannot open a Unix socket.",
    fix: "Leave --open out.",
    example: { open: true, unixSocket: "/sio.sock" },
  },
  {
    id: "watch-production",
    about: ["watch", "mode"],
    broken: ({ watch, mode, allowWatchInProduction }) => watch && mode === "production" && !allowWatchInProduction,
    say: "Watching is for development: in production, a file that is saved by accident would be served at once.",
    fix: "Leave --watch out and reload with sio reload or SIGHUP, or insist with --allow-watch-in-production.",
    example: { watch: true, mode: "production" },
  },
];
