import { boolean } from "../kinds.ts";
import { option } from "../option.ts";
import { duration } from "../quantities.ts";

/** What load balancers and supervisors ask of the server. */
export const health = {
  health: option({
    kind: boolean,
    default: true,
    help: "answer GET /healthz, whether it lives, and GET /readyz, whether to send it clients",
    example: false,
  }),
  drainDelay: option({
    kind: duration({ min: 0 }),
    default: 0,
    help: "time between /readyz saying no and the port closing, for load balancers to notice",
    example: "5s",
  }),
};
