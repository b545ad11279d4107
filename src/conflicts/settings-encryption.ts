import { inside } from "../lib/inside.ts";
import type { SettingRule } from "./setting-rule.ts";

/** The rules about certificates and keys. */
export const encryptionRules: readonly SettingRule[] = [
  {
    id: "tls-key",
    level: "fatal",
    about: ["tlsCert", "tlsKey"],
    broken: ({ tlsCert, tlsKey }) => tlsCert !== undefined && tlsKey === undefined,
    say: "A certificate is of no use without its private key.",
    fix: "Give the key too: --tls-key FILE.",
    example: { tlsCert: "/cert.pem" },
  },
  {
    id: "tls-cert",
    level: "fatal",
    about: ["tlsKey", "tlsCert"],
    broken: ({ tlsCert, tlsKey }) => tlsKey !== undefined && tlsCert === undefined,
    say: "A private key is of no use without its certificate.",
    fix: "Give the certificate too: --tls-cert FILE.",
    example: { tlsKey: "/key.pem" },
  },
  {
    id: "tls-extras",
    level: "fatal",
    about: ["tlsCa", "tlsPassphrase"],
    broken: ({ tlsCert, tlsKey, tlsCa, tlsPassphrase }) =>
      (tlsCa ?? tlsPassphrase) !== undefined && (tlsCert ?? tlsKey) === undefined,
    say: "Authorities and a passphrase are of no use without a certificate and its key.",
    fix: "Give both: --tls-cert FILE --tls-key FILE.",
    example: { tlsCa: "/ca.pem" },
  },
  {
    id: "https-tls-cert",
    level: "fatal",
    about: ["https", "tlsCert", "tlsKey"],
    broken: ({ https, tlsCert, tlsKey }) => https && (tlsCert ?? tlsKey) !== undefined,
    say: "https makes a certificate for development, and there is one already.",
    fix: "Leave --https out: --tls-cert and --tls-key are enough.",
    example: { https: true, tlsCert: "/cert.pem", tlsKey: "/key.pem" },
  },
  {
    id: "https-production",
    level: "fatal",
    about: ["https", "mode"],
    broken: ({ https, mode }) => https && mode === "production",
    say: "The certificate that https makes is for development: no browser and no client trusts it.",
    fix: "Give one that an authority has issued: --tls-cert FILE --tls-key FILE.",
    example: { https: true, mode: "production" },
  },
  {
    id: "static-tls-key",
    level: "fatal",
    about: ["static", "tlsKey"],
    broken: ({ static: folder, tlsKey }) => inside(folder, tlsKey),
    say: "The private key is in the folder that is served, where anybody could fetch it.",
    fix: "Move the key elsewhere, or serve another folder: --static ./public.",
    example: { static: "/app", tlsCert: "/cert.pem", tlsKey: "/app/key.pem" },
  },
];
