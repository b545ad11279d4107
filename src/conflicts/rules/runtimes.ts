import { asked, at, folderOf, importers, placesOf, titled } from "../asked.ts";
import type { Rule } from "../rule.ts";

/** Packages that need another runtime than the one at hand. */
export const runtimeRules: readonly Rule[] = [
  {
    // soketi issues 935, 1025 and 1300, uWebSockets.js issue 930.
    id: "C24",
    about: "a uWebSockets.js without a build for the version of Node that runs",
    levels: ["fatal"],
    find(inventory) {
      const copy = asked(inventory, "uWebSockets.js")?.copy;
      const { platform, arch, modules, bun } = inventory.runtime;
      if (!copy || bun) return [];
      const builds = inventory.filesOf(copy).filter((name) => name.startsWith(`uws_${platform}_${arch}_`));
      if (builds.includes(`uws_${platform}_${arch}_${modules}.node`)) return [];
      const there = builds.map((name) => /_(\d+)\.node$/.exec(name)?.[1]).filter(Boolean);
      return [
        {
          level: "fatal",
          what: `uWebSockets.js ${copy.version} has no build for this Node (ABI ${modules}, ${platform} ${arch})`,
          where: [at(copy), ...(there.length > 0 ? [`it has those for ABI ${there.join(", ")}`] : [])],
          consequence: 'It does not load: "This version of uWS.js supports only Node.js …".',
          fixes: [
            { say: "Install a release that has one: https://github.com/uNetworking/uWebSockets.js/releases." },
            { say: "Run a version of Node that it has a build for." },
          ],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "uWebSockets.js": "github:uNetworking/uWebSockets.js#v20.10.0" } },
      installed: { "uWebSockets.js": "20.10.0" },
      files: { [`node_modules/uWebSockets.js/${uwsBuild("83")}`]: "" },
    },
    nearMiss: {
      manifest: { dependencies: { "uWebSockets.js": "github:uNetworking/uWebSockets.js#v20.52.0" } },
      installed: { "uWebSockets.js": "20.52.0" },
      files: { [`node_modules/uWebSockets.js/${uwsBuild(process.versions.modules)}`]: "" },
    },
  },
  {
    // Seen with 0.1.2: "Cannot find module '…/bun-engine/dist/server'". bun-engine issue 9, fluojs/fluo issue 2060.
    id: "C25",
    about: "@socket.io/bun-engine where the server does not run on Bun",
    levels: ["fatal", "info"],
    find(inventory) {
      const found = asked(inventory, "@socket.io/bun-engine");
      if (!found || inventory.runtime.bun) return [];
      const files = importers(inventory, found.name);
      return [
        {
          // A server that runs on Bun may well be developed on Node.
          level: files.length > 0 ? "fatal" : "info",
          what: `${titled(found)} works on Bun only, and this is Node`,
          where: [...placesOf(found), ...files],
          consequence: "Importing it fails: \"Cannot find module '…/bun-engine/dist/server'\".",
          fixes: [
            { say: "Nothing has to take its place on Node.", change: { ...folderOf(found), remove: [found.name] } },
          ],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "@socket.io/bun-engine": "^0.1.2" } },
      installed: { "@socket.io/bun-engine": "0.1.2" },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4" } },
      installed: { "socket.io": "4.8.4", "@socket.io/bun-engine": "0.1.2" },
    },
  },
];

function uwsBuild(modules: string): string {
  return `uws_${process.platform}_${process.arch}_${modules}.node`;
}
