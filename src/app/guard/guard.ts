import type { Namespace, Server, Socket } from "socket.io";
import type { DispatchState } from "../dispatch.ts";
import { currentScope } from "../plain/current.ts";
import type { Which } from "../plain/slots.ts";
import { NamespaceClaims } from "./claims.ts";
import { guardEngine } from "./engine.ts";
import { guardEntrance } from "./entrance.ts";
import { socketGuard } from "./guarded-socket.ts";
import type { Listener } from "./listener.ts";
import type { Matcher } from "./parent.ts";
import { Parents } from "./parents.ts";
import { connectionEvents, guardSpace, type Space } from "./space.ts";
import { type PutBack, takeListeners } from "./take.ts";
import type { Welcome } from "./welcome.ts";

/** What a guarded server lets the swap of plain code do. */
export interface GuardedServer {
  readonly io: Server;
  readonly state: DispatchState;
  readonly parents: Parents;
  /** A namespace for handlers that are no plain code: it is open for as long as the registry in force names it. */
  ensure(name: string): Namespace;
  /** Whether plain code or the program wants a namespace. */
  isClaimed(nsp: Namespace): boolean;
  /** Whether clients may connect to a namespace: somebody wants it, or handlers do. */
  isOpen(nsp: Namespace): boolean;
  /** The connection callbacks of some versions that concern a connected socket, in order. */
  welcomesFor(socket: Socket, which: Which): Welcome[];
  /** Takes off the server, its namespaces and its engine all that some versions have registered there. */
  take(which: Which): PutBack;
  /** Forgets the versions that have ended. */
  sweep(): void;
}

/**
 * Lets plain Socket.IO code fail without taking the process along, and be replaced: what a listener, a middleware or an ack callback
 * throws or rejects with is reported once, a waiting client is answered, and what each version of the code has registered can be told
 * apart. The objects stay the real ones; only what is registered on them is wrapped, once, when it is registered.
 */
export function guard(io: Server, state: DispatchState): GuardedServer {
  const guardSocket = socketGuard(state);
  const spaces = new WeakMap<Namespace, Space>();
  const claims = new NamespaceClaims();
  const of = io.of.bind(io) as (name: unknown) => Namespace;
  const parents = new Parents(io, { of, guard: (nsp) => guardSpace(nsp, state) });
  const takeFromEngine = guardEngine(io, state);

  const isClaimed = (nsp: Namespace) => claims.of(nsp).hold() || parents.homeOf(nsp) !== undefined;
  const isOpen = (nsp: Namespace) => isClaimed(nsp) || state.registry.namespaces().has(nsp.name);
  const reopen = (nsp: Namespace, { handshake }: Socket) => parents.adopt(nsp, handshake.auth);
  const spacesOf = (nsp: Namespace) => [parents.homeOf(nsp), spaces.get(nsp)].filter((space) => space !== undefined);

  const guardNamespace = (nsp: Namespace) => {
    if (spaces.has(nsp)) return;
    guardEntrance(nsp, { state, guardSocket, isOpen, reopen, spacesOf });
    spaces.set(nsp, guardSpace(nsp, state));
  };
  const ensure = (name: unknown) => {
    const nsp = of(name);
    guardNamespace(nsp);
    return nsp;
  };
  const named = (name: string) => {
    // Socket.IO has no public list of its namespaces.
    const known = io._nsps.has(name.startsWith("/") ? name : `/${name}`);
    const nsp = ensure(name);
    const version = currentScope()?.version;
    if (version || !known) claims.of(nsp).add(version);
    return nsp;
  };
  io.of = ((name: string | RegExp | Matcher, listener?: Listener) => {
    const dynamic = typeof name === "function" || name instanceof RegExp;
    const nsp = dynamic ? parents.of(name) : named(String(name));
    if (listener) nsp.on("connect", listener);
    return nsp;
  }) as typeof io.of;
  for (const nsp of io._nsps.values()) {
    guardNamespace(nsp);
    claims.of(nsp).add(undefined);
  }
  io.on("new_namespace", guardNamespace);

  return {
    io,
    state,
    parents,
    ensure,
    isClaimed,
    isOpen,
    welcomesFor: (socket, which) =>
      spacesOf(socket.nsp)
        .flatMap(({ welcomes }) => connectionEvents.flatMap((event) => welcomes[event].values(which)))
        .filter(({ once, firedFor }) => !once || firedFor === socket),
    take(which) {
      const all = [...parents.spaces, ...[...io._nsps.values()].map((nsp) => spaces.get(nsp))].filter(
        (space) => space !== undefined,
      );
      const putBack = [takeFromEngine(which), ...all.map((space) => takeFromSpace(space, which))];
      return () => {
        for (const step of putBack) step();
      };
    },
    sweep() {
      claims.sweep();
      parents.sweep();
    },
  };
}

function takeFromSpace({ nsp, middlewares, welcomes }: Space, which: Which): PutBack {
  const lists = [middlewares, welcomes.connect, welcomes.connection];
  const putBack = [takeListeners(nsp, which), ...lists.map((list) => list.take(which))];
  return () => {
    for (const step of putBack) step();
  };
}
