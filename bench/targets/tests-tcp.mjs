/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "tests with socket.io-client against a server on a port",
  command: ({ node }) => [node, "tests.mjs", "tcp"],
};
