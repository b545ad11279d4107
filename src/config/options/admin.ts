import { hostName } from "../host.ts";
import { integer, optional, text } from "../kinds.ts";
import { option } from "../option.ts";

/** How programs in other languages send events, and ask how the server is. */
export const admin = {
  adminPort: option({
    kind: optional(integer({ min: 1, max: 65_535 })),
    default: undefined,
    help: "port for programs that send events, POST /emit, or ask for figures, GET /stats",
    example: 5_001,
  }),
  adminHost: option({
    kind: hostName,
    default: "127.0.0.1",
    help: "address of the admin port",
    example: "10.0.0.5",
  }),
  adminToken: option({
    kind: optional(
      text({
        expects: "16 or more letters, digits and signs, without spaces",
        placeholder: "text",
        fits: (token) => /^[\x21-\x7e]{16,}$/.test(token),
      }),
    ),
    default: undefined,
    secret: true,
    help: "what programs must send with each request to the admin port",
    example: "from-openssl-rand-hex-32",
  }),
};
