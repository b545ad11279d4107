/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "npm ls --json, which reads every package.json",
  command: ({ node }) => [node, "conflicts.mjs", "npm-ls"],
};
