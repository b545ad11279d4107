import type { Namespace, Server } from "socket.io";
import { currentScope } from "../plain/current.ts";
import type { Which } from "../plain/slots.ts";
import { Claims } from "./claims.ts";
import { accepts, asMatcher, keyOf, type Matcher, matcherFor, type Parent, standIn } from "./parent.ts";
import type { Space } from "./space.ts";

/** A dynamic namespace that changes its parent. */
interface Move {
  readonly child: Namespace;
  readonly from: Parent;
  readonly to: Parent | undefined;
}

/** How a parent namespace is made. */
export interface Maker {
  readonly of: (matcher: RegExp | Matcher) => Namespace;
  readonly guard: (nsp: Namespace) => Space;
}

/** The parents of dynamic namespaces. Socket.IO cannot remove one, so a new version is given the ones of the version before it. */
export class Parents {
  readonly #parents: Parent[] = [];
  readonly #homes = new Map<Namespace, Parent>();
  readonly #children = new WeakSet<Namespace>();
  readonly #maker: Maker;
  readonly #io: Server;

  constructor(io: Server, maker: Maker) {
    this.#io = io;
    this.#maker = maker;
  }

  /** The parents' own spaces. */
  get spaces(): readonly Space[] {
    return this.#parents.map(({ space }) => space);
  }

  /** What `io.of` gives for a regular expression or a function. */
  of(matcher: RegExp | Matcher): Namespace {
    const version = currentScope()?.version;
    const key = keyOf(matcher);
    const known =
      version &&
      this.#parents.find(
        (parent) => parent.key === key && parent.claims.free && !parent.claims.by((one) => one === version),
      );
    const parent = known ?? this.#make(matcher);
    parent.claims.add(version);
    if (version) parent.matchers.set(version, asMatcher(matcher));
    return parent.space.nsp;
  }

  /** The parent of a dynamic namespace, if somebody wants that. */
  homeOf(nsp: Namespace): Space | undefined {
    const home = this.#homes.get(nsp);
    return home?.claims.hold() ? home.space : undefined;
  }

  /** Finds a parent for a dynamic namespace that has lost its own; `false` if there is none, or it never had one. */
  async adopt(child: Namespace, auth: Record<string, unknown>): Promise<boolean> {
    if (!this.#children.has(child)) return false;
    const to = await this.#find(child, auth);
    if (to) this.#settle(child, to);
    return to !== undefined;
  }

  /** How the children will move when these versions are in force, instead of those that are now. What it gives back does it, and undoes it. */
  async plan(after: Which): Promise<() => () => void> {
    const moves: Move[] = [];
    for (const [child, from] of this.#homes) {
      if (this.#io._nsps.get(child.name) !== child) this.#homes.delete(child);
      else if (changes(from, after)) moves.push({ child, from, to: await this.#homeAfter(child, after) });
    }
    return () => {
      for (const { child, to } of moves) this.#settle(child, to);
      return () => {
        for (const { child, from } of moves) this.#settle(child, from);
      };
    };
  }

  sweep(): void {
    for (const { claims } of this.#parents) claims.sweep();
  }

  #make(matcher: RegExp | Matcher): Parent {
    const claims = new Claims();
    let parent: Parent | undefined;
    const inForce = () => parent && matcherFor(parent);
    const nsp = this.#maker.of(standIn(matcher, inForce));
    parent = {
      space: this.#maker.guard(nsp),
      key: keyOf(matcher),
      claims,
      matchers: new WeakMap(),
      matcher: asMatcher(matcher),
    };
    this.#parents.push(parent);
    this.#noteChildren(parent);
    return parent;
  }

  #noteChildren(parent: Parent): void {
    const nsp = parent.space.nsp as ParentNamespace;
    const createChild = nsp.createChild.bind(nsp);
    nsp.createChild = (name) => {
      const child = createChild(name);
      this.#children.add(child);
      this.#homes.set(child, parent);
      return child;
    };
  }

  #homeAfter(child: Namespace, after: Which): Promise<Parent | undefined> {
    const [socket] = child.sockets.values();
    // An empty one finds its parent when somebody comes.
    return socket ? this.#find(child, socket.handshake.auth, after) : Promise.resolve(undefined);
  }

  async #find(child: Namespace, auth: Record<string, unknown>, which?: Which): Promise<Parent | undefined> {
    for (const parent of this.#parents) {
      const matcher = matcherFor(parent, which);
      if (matcher && (await accepts(matcher, child, auth))) return parent;
    }
    return undefined;
  }

  #settle(child: Namespace, to: Parent | undefined): void {
    const from = this.#homes.get(child);
    if (from) childrenOf(from).delete(child);
    if (to) {
      this.#homes.set(child, to);
      childrenOf(to).add(child);
    } else this.#homes.delete(child);
  }
}

// A parent sends its broadcasts to its children, whom Socket.IO keeps to itself.
type ParentNamespace = Namespace & {
  createChild(name: string): Namespace;
  readonly children: Set<Namespace>;
};

function childrenOf({ space }: Parent): Pick<Set<Namespace>, "add" | "delete"> {
  return (space.nsp as ParentNamespace).children ?? new Set();
}

function changes(parent: Parent, after: Which): boolean {
  const now = matcherFor(parent);
  const then = matcherFor(parent, after);
  return now !== then && !(then && parent.key !== "function");
}
