import { type Refusal, tlsRefusals } from "../../lib/broker/refusal.ts";
import { remedy } from "./table.ts";

/** How PostgreSQL says what trying again cannot mend, by SQLSTATE. */
export const refusals: readonly Refusal[] = [
  { said: /^28/, means: "refuses the user name or the password" },
  { said: /^3D000/, means: "has no such database", hint: "The path of the URL names it: postgres://host/name." },
  { said: /^42501/, means: "does not let this user do what is needed", hint: `Have this run by who may: ${remedy}` },
  { said: /does not support SSL/, means: "does not speak TLS", hint: "Leave sslmode out of the URL." },
  ...tlsRefusals,
];
