import { adapterOf, schemes } from "../../adapters/index.ts";
import { maskUrl, schemeOf } from "../../lib/broker-url.ts";
import { nearest } from "../../lib/nearest.ts";
import { boolean, optional, text } from "../kinds.ts";
import type { Kind } from "../option.ts";
import { option } from "../option.ts";

const brokerUrl: Kind<string, string> = {
  ...text({
    expects: `the URL of a broker, such as redis://127.0.0.1:6379; it begins with ${schemes.join(", ")}`,
    placeholder: "url",
    fits: (href) => adapterOf(href) !== undefined,
  }),
  show: maskUrl,
  guess(raw) {
    const scheme = nearest(schemeOf(raw), schemes);
    return scheme && !schemes.includes(schemeOf(raw)) ? `${scheme}://` : undefined;
  },
};

/** How many servers act as one. */
export const adapter = {
  adapter: option({
    kind: optional(brokerUrl),
    default: undefined,
    mask: maskUrl,
    help: "broker by which many servers act as one",
    example: "redis://127.0.0.1:6379",
  }),
  channel: option({
    kind: text({
      expects: "letters, digits, and any of . _ -",
      placeholder: "name",
      fits: (name) => /^[\w-][\w.-]*$/.test(name),
    }),
    default: "sio",
    help: "servers hear only those of the same channel of the same broker",
    example: "staging",
  }),
  requireAdapter: option({
    kind: boolean,
    default: false,
    help: "do not start without the broker: give it 10 s",
    example: true,
  }),
};
