/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "everything that sio doctor looks for in packages and code",
  command: ({ node }) => [node, "conflicts.mjs", "all"],
};
