/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "what a start asks: whether anything deserves a look",
  command: ({ node }) => [node, "conflicts.mjs", "start"],
};
