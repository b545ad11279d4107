import { join } from "node:path";

const deno = "@deno/linux-x64-glibc@2.9.6";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = {
  about: "Socket.IO in its own program, run by deno --watch-hmr",
  needs: [deno],
  saves: "saved-program.mjs",
  restarts: true,
  command: ({ packages, file = "" }) => [join(packages[deno], "deno"), "run", "--allow-all", "--watch-hmr", file],
};
