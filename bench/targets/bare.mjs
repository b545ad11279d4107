/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "Socket.IO on ws in its own program, with Socket.IO's defaults",
  command: ({ node }) => [node, "bare.mjs"],
};
