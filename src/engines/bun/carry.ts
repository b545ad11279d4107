import { isDeepStrictEqual } from "node:util";
import type { Cargo, Door, OpenEngine } from "../engine.ts";
import { closeAdapters } from "../mounted.ts";
import { BunEngine } from "./bun-engine.ts";
import type { Sender } from "./exchange.ts";
import { type Answer, BunListener, type Settled } from "./listener.ts";
import { NodeSide } from "./node-side.ts";
import type { EngineServerClass } from "./package.ts";

/** Puts Socket.IO on a server of Bun's. */
export function carry(cargo: Cargo, EngineServer: EngineServerClass): OpenEngine {
  const { io, tls, routes } = cargo;
  const node = new NodeSide();
  node.server.on("request", routes);
  // Nothing of Socket.IO's traffic gets there: this is for its client script, and for its defaults.
  io.attach(node.server);
  const engine = new BunEngine(EngineServer, io.engine.opts);
  io.bind(engine);
  const former = cargo.door?.listener;
  const listener = suits(former, cargo) ? former : new BunListener(settledBy(cargo));
  const door: Door = { listener, shared: false, leave: () => listener.leave() };
  let closed: Promise<void> | undefined;

  const answer: Answer = async (request, server) => {
    const url = urlOf(request);
    const sender: Sender = { address: server.requestIP(request)?.address, encrypted: tls !== undefined };
    if (isForEngine(url, io.path())) return engine.handle({ request, url, server, sender });
    return node.forward(request, url, sender);
  };
  const detach = async () => {
    if (listener.isFor(answer)) listener.hold();
    engine.close();
    await closeAdapters(io);
    node.cut();
    await node.close();
  };
  const close = async () => {
    listener.stopAccepting();
    const cut = setTimeout(() => {
      node.cut();
      void listener.cut();
    }, goodbyeMs);
    await Promise.all([node.close(), io.close()]);
    await listener.idle();
    clearTimeout(cut);
    await listener.cut();
  };
  return {
    door,
    endsOversized: true,
    async listen(address) {
      const bound = await listener.listen(address, {
        door: listener === former ? undefined : cargo.door,
        siblings: cargo.siblings,
      });
      listener.owner = door;
      return bound;
    },
    accept: () => listener.putOn(answer),
    stopAccepting: () => listener.stopAccepting(),
    close: () => {
      const { owner = door } = listener;
      closed ??= owner === door ? close() : detach();
      return closed;
    },
  };
}

/** How long clients have to answer the goodbye of their transport before their connection is cut. */
const goodbyeMs = 1_000;

/** Clients may name the host in a way that makes no URL, and what matters is the rest. */
function urlOf({ url }: Request): URL {
  if (URL.canParse(url)) return new URL(url);
  const [, scheme, path] = /^(\w+:)\/\/[^/]*(.*)$/.exec(url) ?? [];
  return new URL(path ?? "/", `${scheme ?? "http:"}//localhost`);
}

/** Everything under the path of Socket.IO is the engine's, but its client script. */
function isForEngine({ pathname }: URL, path: string): boolean {
  return pathname.startsWith(`${path}/`) && !/\.js(?:\.map)?$/.test(pathname);
}

/** Whether this listens for the server before, and can do so for this cargo: Bun settles these for all that a server will ever carry. */
function suits(former: unknown, cargo: Cargo): former is BunListener {
  return former instanceof BunListener && isDeepStrictEqual(settledBy(cargo), former.settled);
}

function settledBy({ io, tls }: Cargo): Settled {
  const { maxHttpBufferSize, perMessageDeflate } = io._opts;
  return { tls, maxMessage: maxHttpBufferSize ?? 1_000_000, compress: Boolean(perMessageDeflate) };
}
