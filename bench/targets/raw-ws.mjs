/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "ws alone, which answers by hand what the generator sends: the ceiling of the engine ws",
  command: ({ node }) => [node, "raw-ws.mjs"],
};
