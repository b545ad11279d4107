import type { BroadcastOperator, Namespace, RemoteSocket, Server } from "socket.io";
import { reached } from "../adapters/reached.ts";
import { uncounted } from "../adapters/uncounted.ts";
import { checkSent, checkText, roomList } from "../app/arguments.ts";
import type { AnyEvents, ArgumentsOf, EventMap } from "../app/events.ts";
import type { Rooms } from "../app/functions.ts";
import { objectLayer } from "../config/layer.ts";
import { resolveSettings } from "../conflicts/find-settings.ts";
import { SioError } from "../errors.ts";
import { countDrops } from "../lib/drops.ts";
import type { Log } from "../lib/log.ts";
import { chooseAdapter } from "../server/choose-adapter.ts";
import { loadSocketIO } from "../server/socket-io.ts";
import { warningLog } from "./warning-log.ts";

/** What {@link createEmitter} is told besides the URL. */
export interface EmitterOptions {
  /** The `channel` of the servers. Default: theirs, `"sio"`. */
  readonly channel?: string;
  /** Told when the broker is lost and when it is back. Default: process warnings. */
  readonly log?: Log;
}

type Operator<Out extends EventMap> = BroadcastOperator<Out, unknown>;

/**
 * Reaches the clients of servers that run elsewhere, by way of their broker. To the servers it is one more of them, which has no clients.
 * What it sends while the broker is gone is lost.
 *
 * @typeParam Out the events that clients are sent
 */
export class Emitter<Out extends EventMap = AnyEvents> {
  readonly #io: Server;
  readonly #leave: () => Promise<void>;

  /** @internal */
  constructor(io: Server, leave: () => Promise<void>) {
    this.#io = io;
    this.#leave = leave;
  }

  /** Sends an event to everyone in `"/"`. */
  emit<Name extends string & keyof Out>(event: Name, ...args: ArgumentsOf<Out[Name]>): void {
    checkSent(event, args);
    this.#io.emit(event, ...args);
  }

  /** Everyone in these rooms of `"/"`. A client's id is a room. */
  to(rooms: Rooms): Operator<Out> {
    return this.#io.to(roomList(rooms)) as unknown as Operator<Out>;
  }

  /** Everyone in `"/"` who is not one of these clients or in one of these rooms. */
  except(...rooms: readonly Rooms[]): Operator<Out> {
    return this.#io.except(roomList(rooms.flat())) as unknown as Operator<Out>;
  }

  /** Another namespace: `emitter.of("/admin").to("ops").emit(…)`. Servers that do not have it are not given it. */
  of(namespace: string): Namespace<EventMap, Out> {
    checkText("namespace", namespace);
    return this.#io.of(namespace) as unknown as Namespace<EventMap, Out>;
  }

  /** Makes everyone in `"/"` join these rooms; `to(…).socketsJoin(…)` makes some. */
  socketsJoin(rooms: Rooms): void {
    this.#io.socketsJoin(roomList(rooms));
  }

  /** Makes everyone in `"/"` leave these rooms. */
  socketsLeave(rooms: Rooms): void {
    this.#io.socketsLeave(roomList(rooms));
  }

  /** Takes everyone out of `"/"`, and with `close` ends their connections. */
  disconnectSockets(close = false): void {
    this.#io.disconnectSockets(close);
  }

  /** Everyone in `"/"`, wherever they are. */
  fetchSockets(): Promise<RemoteSocket<Out, unknown>[]> {
    return this.#io.fetchSockets() as Promise<RemoteSocket<Out, unknown>[]>;
  }

  /**
   * Waits until the servers have heard what was sent before, and resolves with the number of those that have the namespace, emitters left out; 0
   * after 2 s without an answer. Just after the emitter has connected, servers that have not met it yet may be missing from the number.
   */
  reached(namespace = "/"): Promise<number> {
    return reached(this.#io.of(namespace));
  }

  /** Leaves the servers and the broker, so that the process can end. What was sent is on its way. Safe to call twice. */
  async close(): Promise<void> {
    await Promise.all([...this.#io._nsps.values()].map(({ adapter }) => adapter.close()));
    await this.#leave();
  }
}

/**
 * Connects to the broker of servers that run with `--adapter`, to reach their clients from any process: a worker, a cron job, a web
 * application.
 *
 * @param url the servers' `adapter`, such as `redis://127.0.0.1:6379`; the package of its client must be installed
 * @throws SioError `config` if the URL, the channel, a package or a password is wrong, `unavailable` if the broker does not answer for 10 s
 * @example
 * const emitter = await createEmitter("redis://127.0.0.1:6379");
 * emitter.to("room 1").emit("news", { title: "Hello" });
 * await emitter.close();
 */
export async function createEmitter<Out extends EventMap = AnyEvents>(
  url: string,
  { channel, log = warningLog }: EmitterOptions = {},
): Promise<Emitter<Out>> {
  const root = process.cwd();
  const given = { adapter: url, requireAdapter: true, ...(channel !== undefined && { channel }) };
  const { config } = resolveSettings([objectLayer(given, root)]);
  const chosen = await chooseAdapter(config, { root, log, drops: countDrops() });
  if (!chosen) throw new SioError("config", "createEmitter needs the URL of a broker.");
  const { Server } = loadSocketIO(root);
  const io = new Server({ adapter: uncounted(chosen.adapter) });
  // The others are met now, so that the first event finds them.
  io.of("/");
  return new Emitter<Out>(io as unknown as Server, () => chosen.close());
}
