import { type Refusal, tlsRefusals } from "../../lib/broker/refusal.ts";

/** How MongoDB says what trying again cannot mend. */
export const refusals: readonly Refusal[] = [
  { said: /^18 |Authentication failed/i, means: "refuses the user name or the password" },
  {
    said: /^13 |not authorized/i,
    means: "does not let this user use the collection sio_serve_messages",
    hint: "Give it the role readWrite on the database that the path of the URL names.",
  },
  {
    said: /^40573 |only supported on replica sets/,
    means: "is a single server, which has no change streams",
    hint: "Make it a replica set, of one if need be: mongod --replSet rs0, then rs.initiate().",
  },
  ...tlsRefusals,
];
