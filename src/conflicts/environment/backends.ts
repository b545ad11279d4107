import { engines as served } from "../../engines/index.ts";
import type { EnvironmentCheck, Fact, Machine } from "./check.ts";

/** Which engines there are to choose from, and whether the packages of engines that are installed load. */
export const engines: EnvironmentCheck = {
  id: "E02",
  about: "an engine that is installed and does not load",
  look: async (machine) => {
    const { value, ...rest } = await load("engines", enginePackages, machine);
    return { value: `${Object.keys(served).join(", ")} to choose from; installed: ${value}`, ...rest };
  },
};

const enginePackages = ["ws", "eiows", "uWebSockets.js"];

/** Whether the packages of adapters that are installed load. */
export const adapters: EnvironmentCheck = {
  id: "E03",
  about: "an adapter that is installed and does not load",
  look: (machine) => load("adapters", adapterPackages, machine),
};

const adapterPackages = [
  "socket.io-adapter",
  "@socket.io/redis-adapter",
  "@socket.io/redis-streams-adapter",
  "@socket.io/cluster-adapter",
  "@socket.io/mongo-adapter",
  "@socket.io/postgres-adapter",
  "@socket.io/gcp-pubsub-adapter",
  "@socket.io/aws-sqs-adapter",
  "@socket.io/azure-service-bus-adapter",
];

async function load(name: string, packages: readonly string[], { inventory, tryImport }: Machine): Promise<Fact> {
  const installed = packages.flatMap((wanted) => inventory.loaded(wanted) ?? []);
  const tried = await Promise.all(installed.map(async (copy) => ({ copy, reason: await tryImport(copy.name) })));
  const failed = tried.filter(({ reason }) => reason !== undefined);
  const shown = tried.map(
    ({ copy, reason }) => `${copy.name} ${copy.version}${reason === undefined ? "" : " (does not load)"}`,
  );
  const fact = { name, value: shown.join(", ") || "none in this project" };
  if (failed.length === 0) return fact;
  return {
    ...fact,
    finding: {
      level: "warning",
      what: `${failed.map(({ copy }) => copy.name).join(", ")} cannot be imported`,
      where: failed.map(({ copy: { path, version } }) => `${path} ${version}`),
      consequence: failed.map(({ copy, reason }) => `Importing ${copy.name} ends with: ${reason}`).join(" "),
      fixes: [{ say: "Install it anew for this version of Node.js and this system, or remove it." }],
    },
  };
}
