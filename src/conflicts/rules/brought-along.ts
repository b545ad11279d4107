import { majorOf } from "../../lib/version.ts";
import { asked, at } from "../asked.ts";
import type { Installed, Inventory } from "../inventory.ts";
import type { Rule } from "../rule.ts";

/** Packages that bring a Socket.IO of their own along. */
export const broughtAlongRules: readonly Rule[] = [
  {
    // nest issues 5676 and 11174: @nestjs/platform-socket.io names one version, to the patch.
    id: "C07",
    about: "a framework that runs on a copy of socket.io of its own",
    levels: ["warning", "info"],
    find: (inventory) =>
      frameworkCopies(inventory).map(({ name, copy, server }) => ({
        level: majorOf(copy.version) === majorOf(server.version) ? "info" : "warning",
        what: `${name} has a copy of socket.io of its own, ${copy.version}`,
        where: [at(copy), at(server)],
        consequence: `This server runs on ${server.version}: types do not agree, and what one makes is no instanceof the other's classes.`,
        fixes: [{ say: `Use the version that ${name} asks for.`, change: { add: [`socket.io@${copy.version}`] } }],
      })),
    example: {
      manifest: { dependencies: { "socket.io": "^4.8.4", "@nestjs/platform-socket.io": "^11.1.0" } },
      installed: {
        "socket.io": "4.8.4",
        "@nestjs/platform-socket.io": { version: "11.1.0", dependencies: { "socket.io": "4.8.1" } },
        "@nestjs/platform-socket.io/node_modules/socket.io": "4.8.1",
      },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "4.8.4", "@nestjs/platform-socket.io": "^11.1.0" } },
      installed: {
        "socket.io": "4.8.4",
        "@nestjs/platform-socket.io": { version: "11.1.0", dependencies: { "socket.io": "4.8.4" } },
      },
    },
  },
  {
    // Only `sio doctor` looks for it: for a start, it is no news.
    id: "C44",
    about: "packages with copies of socket.io of their own",
    levels: ["info"],
    find: findOtherCopies,
    example: {
      manifest: { dependencies: { "socket.io": "^4.8.4", tool: "^1.0.0" } },
      installed: { "socket.io": "4.8.4", tool: "1.0.0", "tool/node_modules/socket.io": "4.7.5" },
    },
    nearMiss: {
      manifest: { dependencies: { "socket.io": "^4.8.4", tool: "^1.0.0" } },
      installed: { "socket.io": "4.8.4", tool: "1.0.0", "tool/node_modules/socket.io-client": "4.7.5" },
    },
  },
];

const frameworks = ["@nestjs/platform-socket.io", "@feathersjs/socketio", "fastify-socket.io"];

/** A copy of socket.io that a framework loads, where that is not the server's. */
interface FrameworkCopy {
  readonly name: string;
  readonly copy: Installed;
  readonly server: Installed;
}

/** The copies of socket.io that frameworks of the project load and this server does not. */
function frameworkCopies(inventory: Inventory): readonly FrameworkCopy[] {
  const server = inventory.serving("socket.io");
  return frameworks.flatMap((name) => {
    const framework = asked(inventory, name)?.copy;
    const copy = framework && inventory.loaded("socket.io", framework);
    return copy && server && copy.folder !== server.folder ? [{ name, copy, server }] : [];
  });
}

function findOtherCopies(inventory: Inventory): ReturnType<Rule["find"]> {
  const known = [
    inventory.serving("socket.io"),
    inventory.loaded("socket.io"),
    ...frameworkCopies(inventory).map(({ copy }) => copy),
  ].map((copy) => copy?.folder);
  const others = inventory
    .installed("socket.io")
    .filter(({ folder, path }) => !known.includes(folder) && isWithinPackage(path));
  if (others.length === 0) return [];
  return [
    {
      level: "info",
      what: "Other packages have copies of socket.io of their own",
      where: others.map(at),
      consequence:
        "That is as it should be for tools. What they make is no instanceof the classes that the handlers import.",
      fixes: [
        {
          say: "If they are to work on this server's sockets, let them share its copy.",
          change: { dedupe: ["socket.io"] },
        },
      ],
    },
  ];
}

/** Not where another member of the workspace, or a folder further up, has one that nothing here would import. */
function isWithinPackage(path: string): boolean {
  return path.split("node_modules/").length > 2;
}
