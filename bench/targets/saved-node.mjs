/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "Socket.IO in its own program, run by node --watch",
  saves: "saved-program.mjs",
  restarts: true,
  command: ({ node, file = "" }) => [node, "--watch", file],
};
