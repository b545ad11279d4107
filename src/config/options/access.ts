import { boolean, optional, text } from "../kinds.ts";
import { listOrAll, readOrigin } from "../lists.ts";
import { option } from "../option.ts";
import { proxies } from "../proxies.ts";

/** Who may connect. */
export const access = {
  cors: option({
    kind: listOrAll({
      expects: `origins such as https://example.com, or "*" for all`,
      placeholder: "origins",
      read: readOrigin,
    }),
    default: [],
    help: "other origins whose pages may connect; * is all",
    example: ["https://example.com"],
  }),
  corsCredentials: option({
    kind: boolean,
    default: false,
    help: "let pages of those origins send cookies",
    example: true,
  }),
  cookie: option({
    kind: optional(
      text({
        expects: "the name of a cookie",
        placeholder: "name",
        fits: (name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name),
      }),
    ),
    default: undefined,
    help: "name of a cookie that keeps a client on one server behind a load balancer",
    example: "io",
  }),
  trustProxy: option({
    kind: proxies,
    default: [],
    help: "proxies whose X-Forwarded headers are believed: their addresses, loopback, uniquelocal, or how many there are",
    example: ["loopback", "10.0.0.0/8"],
  }),
};
