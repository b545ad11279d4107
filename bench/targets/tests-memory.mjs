/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "tests with sio-serve/testing",
  command: ({ node }) => [node, "tests.mjs", "memory"],
};
