import { type Refusal, tlsRefusals } from "../../lib/broker/refusal.ts";

/** How NATS, or its client, says what trying again cannot mend. */
export const refusals: readonly Refusal[] = [
  { said: /Authorization Violation|Authentication/i, means: "refuses the user name, the password or the token" },
  {
    said: /Permissions Violation/i,
    means: "does not let this user send and hear what servers tell each other",
    hint: 'Allow it to publish to and subscribe to "sio-serve.>".',
  },
  {
    said: /does not support 'tls'/,
    means: "does not speak TLS",
    hint: "Begin the URL with nats:// in the place of nats+tls://.",
  },
  ...tlsRefusals,
];
