import type { Config } from "../../config/options.ts";
import { SioError } from "../../errors.ts";
import { maskUrl } from "../../lib/broker-url.ts";
import type { EmitFlags } from "./flags.ts";
import type { Sender, Target } from "./sender.ts";

/**
 * Opens the way that the flags name or, where they name none, the one of the settings.
 *
 * @throws SioError `usage` if there is none, and whatever the way itself cannot do
 */
export async function openSender(flags: EmitFlags, { adapter, channel, adminToken }: Config): Promise<Sender> {
  const { url, token = adminToken, namespace = "/", to = [], except = [] } = flags;
  const target: Target = { namespace: namespace.startsWith("/") ? namespace : `/${namespace}`, to, except };
  if (url !== undefined) {
    const address = readUrl(url);
    if (token === undefined) {
      throw new SioError("usage", "The admin port wants a token.", {
        hint: "Give the one of the server, in SIO_ADMIN_TOKEN or with --token.",
      });
    }
    const { openUrl } = await import("./by-url.ts");
    return openUrl(address, token, target);
  }
  if (adapter === undefined) {
    throw new SioError("usage", "By which way? There is neither a broker nor an admin port.", {
      hint: "--adapter redis://… as the servers have it, or --url http://127.0.0.1:5001 for the admin port of one.",
    });
  }
  const { openBroker } = await import("./by-broker.ts");
  return openBroker(adapter, { channel }, target);
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") return url;
  throw new SioError(
    "usage",
    `--url must be that of an admin port, without a name or password, not "${maskUrl(text)}".`,
    {
      hint: "For a broker it is --adapter. For an admin port: --url http://127.0.0.1:5001",
    },
  );
}
