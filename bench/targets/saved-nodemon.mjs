import { join } from "node:path";

const nodemon = "nodemon@3.1.14";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "Socket.IO in its own program, run by nodemon",
  needs: [nodemon],
  saves: "saved-program.mjs",
  restarts: true,
  command: ({ node, packages, file = "" }) => [node, join(packages[nodemon], "bin/nodemon.js"), "--watch", file, file],
};
