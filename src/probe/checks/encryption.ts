import { defineCheck, type Found, type Visit } from "../check.ts";
import { inspectEncryption } from "../encryption.ts";
import { handshakeIn } from "../engine-io.ts";
import type { Certificate } from "../report.ts";
import { distrusted } from "../unreached.ts";

const soonDays = 21;

/** Looks at the certificate, at outdated encryption, and at the same place without any. */
export const encryption = defineCheck({
  name: "encryption",
  asks: "two encrypted connections, one of them offering TLS 1.0 and 1.1 only, and one handshake without TLS on port 80",
  findings: {
    P20: { level: "warning", about: `the certificate expires within ${soonDays} days` },
    P21: { level: "warning", about: "TLS 1.0 or 1.1 is accepted" },
    P22: { level: "warning", about: "the server answers without TLS too" },
    P23: { level: "info", about: "the certificate is not to be trusted, and `insecure` let it pass" },
  },
  wanted: ({ line }) => line.address.secure,

  async run(visit) {
    const { line } = visit;
    const certificate = await inspectEncryption(line);
    if (!certificate) return {};
    const outdated = await inspectEncryption(line, { versions: { min: "TLSv1", max: "TLSv1.1" } });
    return {
      seen: { certificate },
      findings: [
        ...(certificate.daysLeft < soonDays ? [expiring(certificate)] : []),
        ...(outdated ? [outdatedVersion(outdated)] : []),
        ...(await unencrypted(visit)),
        ...(certificate.distrust === undefined ? [] : [passed(certificate, certificate.distrust)]),
      ],
    };
  },
});

function expiring({ daysLeft, validTo, subject, issuer }: Certificate): Found<"P20"> {
  const days = daysLeft === 1 ? "1 day" : `${daysLeft} days`;
  return {
    id: "P20",
    what: daysLeft < 0 ? "The certificate has expired" : `The certificate expires in ${days}`,
    where: [`certificate of ${subject}, issued by ${issuer}, valid until ${validTo}`],
    consequence: "From then on no browser connects.",
    fixes: [{ say: "Renew it, and see to it that it renews itself: certbot renew, or the like." }],
  };
}

function outdatedVersion({ protocol }: Certificate): Found<"P21"> {
  return {
    id: "P21",
    what: `The server agrees to ${protocol}, which is broken and has been withdrawn (RFC 8996)`,
    where: [`a connection that offers TLS 1.0 and 1.1 only: ${protocol}`],
    consequence: "Who sits on the line can read and change what old clients send.",
    fixes: [{ say: "Allow TLS 1.2 and 1.3 only; in nginx: ssl_protocols TLSv1.2 TLSv1.3;" }],
  };
}

async function unencrypted({ line, seen }: Visit): Promise<Found<"P22">[]> {
  const { hostname, port } = new URL(line.address.origin);
  // Only the usual pair of ports belongs together.
  if (port !== "") return [];
  const url = line.url(seen.path ?? "/", { EIO: "4", transport: "polling" }).replace(/^https/, "http");
  if (!handshakeIn(await line.ask(url))) return [];
  return [
    {
      id: "P22",
      what: `http://${hostname} lets clients in without encryption`,
      where: [`GET http://${hostname}${seen.path}: a handshake`],
      consequence: "Whoever sits on the line can read what they send, credentials too.",
      fixes: [{ say: "Let port 80 redirect all to https; in nginx: return 301 https://$host$request_uri;" }],
    },
  ];
}

function passed({ subject, issuer }: Certificate, code: string): Found<"P23"> {
  return {
    id: "P23",
    what: `The certificate is not to be trusted: ${distrusted[code] ?? code}`,
    where: [`certificate of ${subject}, issued by ${issuer}`],
    consequence: "This probe let it pass; browsers will not.",
    fixes: [{ say: "Install a certificate that an authority has issued for this name, with the chain up to it." }],
  };
}
