import type { Rule } from "./rule.ts";

/** What shows in nothing but a server that runs, and is told in its log. */
export const liveRules: readonly Pick<Rule, "id" | "about" | "levels">[] = [
  { id: "C04", about: "a client of Socket.IO 1 or 2 that comes and is refused", levels: ["warning"] },
];
