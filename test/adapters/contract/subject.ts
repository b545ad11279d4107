import { randomUUID } from "node:crypto";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { expect, onTestFinished } from "vitest";
import { type AskedAdapter, adapterOf } from "../../../src/adapters/index.ts";
import { SocketIO, type SocketIOOptions } from "../../../src/index.ts";
import type { TestBroker } from "../../_support/brokers/broker-process.ts";
import { connected, type Logged } from "../../_support/server.ts";

/** What is held to the contract: an adapter in one of its modes, on a real broker. */
export interface Subject {
  readonly name: string;
  /** Starts the broker; it is ended after the tests. */
  readonly broker: () => Promise<TestBroker>;
  /** Ends the URL. @example "?mode=pubsub" */
  readonly query?: string;
  /** Whether it says that clients find their sessions on every server. */
  readonly recovers?: boolean;
}

/** A subject whose broker runs. */
export interface RunningSubject {
  readonly broker: TestBroker;
  readonly url: string;
  /** What the adapter says of itself. */
  readonly asked: AskedAdapter;
}

/** Puts a broker's URL and the subject's mode together. */
export function running(broker: TestBroker, query = ""): RunningSubject {
  const url = broker.url + query;
  const asked = adapterOf(url);
  if (!asked) throw new Error(`No adapter has the scheme of ${url}.`);
  return { broker, url, asked };
}

/** One of several servers that act as one. */
export interface Node {
  readonly sio: SocketIO;
  readonly url: string;
  readonly log: readonly Logged[];
  /** A client that connects at once; it does not reconnect unless told to, and is closed with the test. */
  client(options?: Partial<ManagerOptions & SocketOptions> & { readonly namespace?: string }): Promise<Socket>;
  stop(): Promise<unknown>;
}

/** A channel of its own for each test, so that none hears what is left of another. */
export function newChannel(): string {
  return `test-${randomUUID()}`;
}

/** Starts a server on the broker; it stops with the test. */
export async function startNode(brokerUrl: string, options: SocketIOOptions = {}): Promise<Node> {
  const log: Logged[] = [];
  const at = (level: string) => (message: string, fields?: Logged["fields"]) =>
    void log.push({ level, message, fields });
  const sio = new SocketIO({
    port: 0,
    adapter: brokerUrl,
    log: { trace: at("trace"), debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    shutdownTimeout: "1s",
    namespaces: ["/", "/other"],
    ...options,
  });
  await sio.run();
  const { address } = sio;
  if (!address || "unixSocket" in address) throw new Error("The server listens on no port.");
  const url = `http://127.0.0.1:${address.port}`;
  const stop = () => sio.stop();
  onTestFinished(async () => void (await stop()));
  return {
    sio,
    url,
    log,
    stop,
    client({ namespace = "/", ...rest } = {}) {
      const client = io(url + namespace, { reconnection: false, forceNew: true, ...rest });
      onTestFinished(() => void client.disconnect());
      return connected(client);
    },
  };
}

/** Starts `count` servers on one channel, and waits until each knows the others. */
export async function startNodes(url: string, count = 2, options: SocketIOOptions = {}): Promise<readonly Node[]> {
  const channel = newChannel();
  const nodes = await Promise.all(Array.from({ length: count }, () => startNode(url, { channel, ...options })));
  await acquainted(nodes);
  return nodes;
}

/** Two servers that know each other. */
export async function startTwo(url: string, options: SocketIOOptions = {}): Promise<readonly [Node, Node]> {
  const [first, second] = await startNodes(url, 2, options);
  if (!first || !second) throw new Error("Not two.");
  return [first, second];
}

/** Resolves once each of the servers knows how many they are, in every namespace that is used here. */
export async function acquainted(nodes: readonly Node[], namespaces = ["/", "/other"]): Promise<void> {
  const known = () =>
    Promise.all(nodes.flatMap(({ sio }) => namespaces.map((name) => sio.io.of(name).adapter.serverCount())));
  const all = nodes.flatMap(() => namespaces.map(() => nodes.length));
  await expect.poll(known, { timeout: 20_000 }).toEqual(all);
}

/** Keeps what a client hears of an event, the arguments of each in turn. */
export function hear(client: Socket, event = "news"): unknown[][] {
  const heard: unknown[][] = [];
  client.on(event, (...args: unknown[]) => heard.push(args));
  return heard;
}

/** Resolves once every client has heard all that the servers have sent to everybody until now. */
export async function settled(nodes: readonly Node[], clients: readonly Socket[]): Promise<void> {
  const mark = randomUUID();
  const heard = clients.map((client) => {
    let marks = 0;
    return new Promise<void>((resolve) => {
      client.on(mark, () => {
        if (++marks === nodes.length) resolve();
      });
    });
  });
  for (const { sio } of nodes) sio.io.emit(mark);
  await Promise.all(heard);
}
