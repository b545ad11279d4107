import { SioError } from "../../errors.ts";
import { maskUrl } from "../broker-url.ts";

/** Something that trying again cannot mend. */
export interface Refusal {
  /** Found in the code or the message of the error. */
  readonly said: RegExp;
  /** Ends the sentence that begins with the name of the broker and its URL. */
  readonly means: string;
  readonly hint?: string;
}

/** What the two ends of an encrypted connection may not agree about. */
export const tlsRefusals: readonly Refusal[] = [
  {
    said: /WRONG_VERSION_NUMBER|wrong version number|PACKET_LENGTH_TOO_LONG|packet length too long/,
    means: "does not speak TLS there",
    hint: "Take the scheme without TLS, or give the port that has it.",
  },
  {
    said: /SELF_SIGNED|self-signed|UNABLE_TO_|unable to (?:verify|get)|CERT_|ERR_TLS_CERT/,
    means: "has a certificate that is not trusted",
    hint: "Trust its certificate's authority: NODE_EXTRA_CA_CERTS=ca.pem.",
  },
];

/** Who has refused, and what it may say. */
export interface Refuser {
  /** @example "RabbitMQ" */
  readonly name: string;
  readonly url: URL;
  readonly refusals: readonly Refusal[];
}

/** The error as a mistake that the user can mend, if it is one; else as it is. */
export function understand(error: unknown, { name, url, refusals }: Refuser): unknown {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const refusal = refusals.find(({ said }) => said.test(`${code} ${message}`));
  if (!refusal) return error;
  const { means, hint } = refusal;
  return new SioError("config", `${name} at ${maskUrl(url.href)} ${means}.`, { ...(hint && { hint }), cause: error });
}
