import type { Check } from "./check.ts";
import { bodyLimit } from "./checks/body-limit.ts";
import { clientScript } from "./checks/client-script.ts";
import { encryption } from "./checks/encryption.ts";
import { heartbeat } from "./checks/heartbeat.ts";
import { heldPolls } from "./checks/held-polls.ts";
import { namespace } from "./checks/namespace.ts";
import { oldClients } from "./checks/old-clients.ts";
import { origins } from "./checks/origins.ts";
import { reach } from "./checks/reach.ts";
import { stickiness } from "./checks/stickiness.ts";
import { upgrade } from "./checks/upgrade.ts";
import { webSocket } from "./checks/web-socket.ts";

/** Every check, in the order in which they run: a later one reads what an earlier one saw. */
export const checks: readonly Check[] = [
  reach,
  encryption,
  webSocket,
  upgrade,
  oldClients,
  namespace,
  heldPolls,
  origins,
  bodyLimit,
  clientScript,
  stickiness,
  heartbeat,
];
