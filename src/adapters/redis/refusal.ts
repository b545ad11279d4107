import { SioError } from "../../errors.ts";
import { type BrokerUrl, maskUrl } from "../../lib/broker-url.ts";

/** What Redis, or the other end of an encrypted connection, says where trying again cannot help; and what does. */
const refusals: readonly { readonly said: RegExp; readonly hint: string }[] = [
  {
    said: /WRONGPASS|NOAUTH|invalid password|without any password configured|NOPERM/,
    hint: "Mend the name and the password in the URL: redis://name:password@host. Special characters are written %40 for @, and so on.",
  },
  {
    said: /DB index is out of range|invalid DB index/,
    hint: "Choose a database that Redis has; most have those from 0 to 15.",
  },
  {
    said: /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number/i,
    hint: "It does not speak TLS there: redis:// has none, rediss:// has.",
  },
  {
    said: /SELF_SIGNED|self-signed|UNABLE_TO_VERIFY|unable to (?:verify|get)|CERT_|ERR_TLS_CERT/,
    hint: "Trust its certificate's authority: NODE_EXTRA_CA_CERTS=ca.pem.",
  },
];

/** The error that tells the user of it, if trying again cannot help. */
export function refusalOf(error: Error, { href }: BrokerUrl): SioError | undefined {
  const said = `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message}`;
  const found = refusals.find((one) => one.said.test(said));
  if (!found) return undefined;
  return new SioError("config", `Redis refuses ${maskUrl(href)}: ${error.message}`, { hint: found.hint, cause: error });
}

/** Why a connection did not come about, with what is most likely to blame where Redis itself says nothing. */
export function explained(error: Error, { url }: BrokerUrl): Error {
  const encrypted = url.protocol.startsWith("rediss") || url.protocol.startsWith("valkeys");
  const { message, code } = error as NodeJS.ErrnoException;
  if (encrypted && message === "Connection timeout")
    return because(error, "it does not answer in TLS; if it has none, the scheme is redis:// or redis+cluster://");
  if (!encrypted && (message === "Socket closed unexpectedly" || code === "ECONNRESET"))
    return because(
      error,
      "it closes the connection at once; if it wants TLS, the scheme is rediss:// or rediss+cluster://",
    );
  return error;
}

function because(cause: Error, reason: string): Error {
  return new Error(reason, { cause });
}
