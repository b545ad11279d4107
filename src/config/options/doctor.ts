import { boolean } from "../kinds.ts";
import { ruleIds } from "../lists.ts";
import { option } from "../option.ts";

/** What becomes of conflicts that are found. */
export const doctor = {
  doctorIgnore: option({
    kind: ruleIds,
    default: [],
    help: "conflicts that count for nothing, by the ids that sio doctor shows",
    example: ["C09"],
  }),
  force: option({
    kind: boolean,
    default: false,
    help: "start in spite of conflicts that are fatal",
    example: true,
  }),
};
