import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SocketIOOptions } from "../../../src/index.ts";
import { slowProxy } from "../../_support/slow-proxy.ts";
import { type Node, newChannel, type RunningSubject, running, type Subject, startNode } from "../contract/subject.ts";
import { clientsOf, deliverLocally, hearEachOther, told } from "./delivery.ts";

/** What is put through the faults of its broker. */
export interface FaultySubject extends Subject {
  /** Settings of the servers besides the adapter. */
  readonly options?: SocketIOOptions;
  /** The faults; all of them unless given. */
  readonly faults?: readonly FaultName[];
}

/** Starts two servers that should act as one. */
type Start = (url?: string) => Promise<readonly Node[]>;

interface Fault {
  readonly about: string;
  readonly check: (subject: RunningSubject, start: Start) => Promise<void>;
}

const faults = {
  death: {
    about: "a broker that dies and starts again with nothing in it: local delivery is whole, and the others come back",
    check: async ({ broker }, start) =>
      outage(await start(), { begin: () => broker.kill(), end: () => broker.start() }),
  },
  freeze: {
    about:
      "a broker that freezes with its connections open, and goes on: local delivery is whole, and the others come back",
    check: async ({ broker }, start) =>
      outage(await start(), { begin: () => broker.freeze(), end: () => broker.thaw() }),
  },
  absence: {
    about: "a broker that is down when the servers start: they serve their own clients until it comes",
    async check({ broker }, start) {
      await broker.kill();
      const nodes = await start();
      const clients = await clientsOf(nodes);
      await deliverLocally(nodes, clients);
      await told(nodes, ["cannot be reached"]);
      await broker.start();
      await told(nodes, ["cannot be reached", "is back"]);
      await hearEachOther(nodes, clients);
    },
  },
  slowness: {
    about: "a slow broker delays what others send, and nothing else",
    async check({ url, broker }, start) {
      const port = await slowProxy(broker.port, 400);
      const nodes = await start(url.replace(`:${broker.port}`, `:${port}`));
      const clients = await clientsOf(nodes);
      await deliverLocally(nodes, clients);
      await hearEachOther(nodes, clients);
      await told(nodes, []);
    },
  },
  stopping: {
    about: "servers stop in good order though the broker is frozen",
    async check({ broker }, start) {
      const nodes = await start();
      await clientsOf(nodes);
      broker.freeze();
      expect(await Promise.all(nodes.map((node) => node.stop()))).toEqual(nodes.map(() => []));
    },
  },
} satisfies Record<string, Fault>;

/** The name of a fault. */
type FaultName = keyof typeof faults;

const allFaults = Object.keys(faults) as readonly FaultName[];

/** Registers the tests that put an adapter through the faults of its broker, a new one for each. */
export function holdInFaults({ name, broker, query, options = {}, faults: due = allFaults }: FaultySubject): void {
  describe(`${name}, in faults`, () => {
    let subject: RunningSubject;
    beforeEach(async () => {
      subject = running(await broker(), query);
    }, 60_000);
    afterEach(async () => {
      subject.broker.thaw();
      await subject.broker[Symbol.asyncDispose]();
    });
    const start: Start = (url = subject.url) => {
      const channel = newChannel();
      return Promise.all([1, 2].map(() => startNode(url, { ...options, channel })));
    };
    for (const { about, check } of due.map((one) => faults[one])) test(about, () => check(subject, start), 60_000);
  });
}

async function outage(
  nodes: readonly Node[],
  { begin, end }: { readonly begin: () => unknown; readonly end: () => unknown },
): Promise<void> {
  const clients = await clientsOf(nodes);
  await hearEachOther(nodes, clients);
  await begin();
  await deliverLocally(nodes, clients);
  await told(nodes, ["is lost"]);
  await deliverLocally(nodes, clients);
  await end();
  await told(nodes, ["is lost", "is back"]);
  await hearEachOther(nodes, clients);
  await told(nodes, ["is lost", "is back"]);
}
