import { type Refusal, tlsRefusals } from "../../lib/broker/refusal.ts";

/** How RabbitMQ says what trying again cannot mend. */
export const refusals: readonly Refusal[] = [
  { said: /ACCESS_REFUSED/, means: "refuses the user name or the password" },
  {
    // The client does not hand on what the broker says here.
    said: /Expected ConnectionOpenOk; got <ConnectionClose/,
    means: "has no such virtual host, or does not let this user into it",
    hint: "The path of the URL names it: amqp://host/name, and amqp://host for the one named /.",
  },
  ...tlsRefusals,
];
