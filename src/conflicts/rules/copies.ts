import { dirname } from "node:path";
import { majorOf } from "../../lib/version.ts";
import { asked, at, folderOf, importers, titled } from "../asked.ts";
import type { Installed, Inventory } from "../inventory.ts";
import type { Rule } from "../rule.ts";
import { askedAdapters } from "./known-adapters.ts";

type Found = ReturnType<Rule["find"]>;

/** Packages of which there are two where there should be one. */
export const copyRules: readonly Rule[] = [
  {
    // Seen with 4.8.4 and 4.8.3: `io instanceof Server` is false. socket.io issues 4621 and 4624, nest issue 11174.
    id: "C05",
    about: "a copy of socket.io that is not the one that this server runs on",
    levels: ["fatal", "warning"],
    find: (inventory) => [...otherMajor(inventory), ...otherFolder(inventory)],
    example: { manifest: { dependencies: { "socket.io": "^3.1.2" } }, installed: { "socket.io": "3.1.2" } },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "@nestjs/core": "^11.0.0" } },
      installed: { "socket.io": "4.8.4", "@nestjs/core": "11.0.0" },
    },
  },
  {
    // Seen with redis-adapter 8.3.0 beside socket.io-adapter 2.4.0 and 2.5.8. redis-adapter issue 481, redis-streams-adapter issue 14.
    id: "C06",
    about: "an adapter that builds on another version of socket.io-adapter than the server",
    levels: ["warning"],
    find(inventory) {
      const server = inventory.serving("socket.io-adapter");
      const own = asked(inventory, "socket.io-adapter");
      const others = [
        ...askedAdapters(inventory).map(({ copy }) => inventory.loaded("socket.io-adapter", copy)),
        own?.copy,
        // Two copies of one version do the same. npx has one of its own, beside that of an adapter in the project.
      ].filter((copy) => copy !== undefined && copy.version !== server?.version) as readonly Installed[];
      if (!server || others.length === 0) return [];
      return [
        {
          level: "warning",
          what: `There is more than one copy of socket.io-adapter, and the server runs on ${server.version}`,
          where: [...new Set([server, ...others])].map(at),
          consequence:
            'An adapter may lack what the server calls ("broadcastWithAck is not a function"), or not find its parts ("Cannot find module \'ws\'").',
          fixes: [
            own
              ? {
                  change: { ...folderOf(own), remove: ["socket.io-adapter"] },
                  safe: importers(inventory, "socket.io-adapter").length === 0,
                }
              : { change: { dedupe: ["socket.io-adapter"] }, safe: true },
          ],
        },
      ];
    },
    example: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "@socket.io/cluster-adapter": "^0.3.0" } },
      installed: {
        "socket.io": "4.8.4",
        "socket.io-adapter": "2.5.8",
        "@socket.io/cluster-adapter": { version: "0.3.0", peerDependencies: { "socket.io-adapter": "~2.5.5" } },
        "@socket.io/cluster-adapter/node_modules/socket.io-adapter": "2.5.5",
      },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "@socket.io/cluster-adapter": "^0.3.0" } },
      installed: {
        "socket.io": "4.8.4",
        "socket.io-adapter": "2.5.8",
        "@socket.io/cluster-adapter": { version: "0.3.0", peerDependencies: { "socket.io-adapter": "~2.5.5" } },
        "@socket.io/cluster-adapter/node_modules/socket.io-adapter": "2.5.8",
      },
    },
  },
  {
    // socket.io issues 3959 and 5051: an audit sees the copy that is mended, and the server loads the other one.
    id: "C08",
    about: "an engine.io or socket.io-parser in the project beside the one that the server loads",
    levels: ["warning"],
    find: (inventory) =>
      ["engine.io", "socket.io-parser"].flatMap((name) => {
        const own = asked(inventory, name);
        const server = inventory.serving(name);
        if (!own?.copy || !server || own.copy.folder === server.folder) return [];
        return {
          level: "warning" as const,
          what: `The project asks for ${titled(own)}, and the server loads ${server.version}`,
          where: [at(own.copy), at(server)],
          consequence: "What is mended in one copy is not in the other, whatever an audit says of the first.",
          fixes: [{ change: { ...folderOf(own), remove: [name] } }, { change: { update: [name] }, safe: true }],
        };
      }),
    example: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "socket.io-parser": "^4.2.7" } },
      installed: {
        "socket.io": "4.8.4",
        "socket.io-parser": "4.2.9",
        "socket.io/node_modules/socket.io-parser": "4.2.7",
      },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "socket.io-parser": "^4.2.7" } },
      installed: { "socket.io": "4.8.4", "socket.io-parser": "4.2.7" },
    },
  },
];

/** Version 2 and older is a matter of its own. */
function otherMajor(inventory: Inventory): Found {
  const own = asked(inventory, "socket.io");
  const server = inventory.serving("socket.io");
  const major = majorOf(own?.copy?.version ?? "");
  if (!own?.copy || !server || major < 3 || major === majorOf(server.version)) return [];
  return [
    {
      level: "fatal",
      what: `The project has ${titled(own)}, and this server runs ${server.version}`,
      where: [at(own.copy), at(server)],
      consequence: "What the handlers import is not what serves them: types do not agree, and instanceof is false.",
      fixes: [{ change: { ...folderOf(own), add: [`socket.io@${majorOf(server.version)}`] } }],
    },
  ];
}

/** Handlers files that lie in another project than the first, such as a folder of shared code. */
function otherFolder(inventory: Inventory): Found {
  const server = inventory.serving("socket.io");
  const first = inventory.loaded("socket.io");
  const others = inventory.handlers.flatMap(({ path }) => {
    const copy = inventory.loaded("socket.io", { folder: dirname(path) });
    return copy && copy.folder !== server?.folder && copy.folder !== first?.folder ? [{ path, copy }] : [];
  });
  const importing = others.length > 0 ? importers(inventory, "socket.io") : [];
  const places = others
    .filter(({ path }) => importing.includes(path))
    .map(({ path, copy }) => `${path} imports ${copy.path} ${copy.version}`);
  if (!server || places.length === 0) return [];
  return [
    {
      level: "warning",
      what: `Some of the handlers import another copy of socket.io than the server's, ${server.version}`,
      where: [...places, at(server)],
      consequence: "io instanceof Server is false there, and TypeScript says that types are incompatible.",
      fixes: [{ change: { dedupe: ["socket.io"] }, safe: true }],
    },
  ];
}
