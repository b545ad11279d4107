import { isIP } from "node:net";
import { connect, type PeerCertificate, type SecureVersion, type TLSSocket } from "node:tls";
import type { Line } from "./line.ts";
import type { Certificate } from "./report.ts";
import { brief } from "./show.ts";

/** Which versions of TLS to offer; absent for what Node.js offers by itself. */
export interface Offer {
  readonly versions?: { readonly min: SecureVersion; readonly max: SecureVersion };
  readonly atMostMs?: number;
}

/** Encrypts a connection, whether or not the certificate is to be trusted; `undefined` if the server does not. */
export function inspectEncryption(line: Line, { versions, atMostMs }: Offer = {}): Promise<Certificate | undefined> {
  const { hostname, port } = new URL(line.address.origin);
  const host = hostname.replace(/^\[|\]$/g, "");
  const { ca } = line.options;
  const timeoutMs = line.spend(atMostMs);
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      rejectUnauthorized: false,
      ...(isIP(host) === 0 && { servername: host }),
      ...(ca && { ca: [...ca] }),
      // Versions that old are no longer offered with any cipher that the usual level of security allows.
      ...(versions && { minVersion: versions.min, maxVersion: versions.max, ciphers: "DEFAULT@SECLEVEL=0" }),
    });
    const settle = (certificate?: Certificate) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(certificate);
    };
    const timer = setTimeout(settle, timeoutMs);
    socket.once("secureConnect", () => settle(describe(socket)));
    socket.on("error", () => settle());
    socket.once("close", () => settle());
  });
}

const dayMs = 24 * 60 * 60 * 1000;

function describe(socket: TLSSocket): Certificate {
  const { subject, issuer, valid_to } = socket.getPeerCertificate();
  const validTo = new Date(valid_to);
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validTo: validTo.toISOString(),
    daysLeft: Math.floor((validTo.getTime() - Date.now()) / dayMs),
    protocol: socket.getProtocol() ?? "",
    // Its type is Error, but what OpenSSL finds is a code.
    ...(!socket.authorized && { distrust: codeOf(socket.authorizationError) }),
  };
}

function nameOf(name: PeerCertificate["subject"] | undefined): string {
  return brief(String(name?.CN ?? name?.O ?? ""));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
