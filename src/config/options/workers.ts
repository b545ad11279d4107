import { integer, orWord } from "../kinds.ts";
import { option } from "../option.ts";

/** How the server uses more than one processor. */
export const workers = {
  workers: option({
    // On `auto`, one on each processor that this process may use.
    kind: orWord(integer({ min: 1, max: 1_024 }), "auto"),
    default: 1,
    help: "how many processes serve; auto is one on each processor",
    example: "auto",
  }),
};
