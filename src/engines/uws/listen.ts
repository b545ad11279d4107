import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { prepareUnixSocket } from "../../lib/unix-socket.ts";
import type { Address, Cargo, Door } from "../engine.ts";
import type { Library, NativeApp, Token } from "./library.ts";

/** An app that listens. */
export interface Listening {
  /** Where it really does. */
  readonly address: Address;
  /** Accepts no new connection. Safe to call twice. */
  close(): void;
}

/** Where an app is to listen. */
export interface Wanted extends Pick<Cargo, "siblings"> {
  readonly address: Address;
  /** The place of the server that listens there by now, and leaves it to this one. */
  readonly door: Door | undefined;
}

/** An address in the form in which it can be listened at without another look-up. */
type Place = { readonly host: string; readonly port: number } | { readonly path: string };

/** Makes an app listen, alone on its address but for its siblings. Rejects with the system's own error if it cannot. */
export async function listen(app: NativeApp, library: Library, wanted: Wanted): Promise<Listening> {
  const { address, door } = wanted;
  const place = await placeOf(address);
  const token = door ? await takeOver(app, place, door) : await open(app, place, wanted);
  if (token === false) throw new Error("uWebSockets.js could not listen, and does not say why.");
  let listens = true;
  return {
    address: "unixSocket" in address ? address : { ...address, port: library.us_socket_local_port(token) },
    close() {
      if (listens) library.us_listen_socket_close(token);
      if (listens && "unixSocket" in address) rmSync(address.unixSocket, { force: true });
      listens = false;
    },
  };
}

async function placeOf(address: Address): Promise<Place> {
  if ("unixSocket" in address) return { path: address.unixSocket };
  // The library says nothing of a name that it cannot find.
  const { address: host } = await lookup(address.host);
  return { host, port: address.port };
}

/** Listens where nobody else does, or beside the other processes of the same server. */
async function open(app: NativeApp, place: Place, { siblings }: Wanted): Promise<Token | false> {
  if (!siblings || "path" in place) return bind(app, await tryOut(place));
  const { port = place.port, first } = await siblings.turn({ byItself: true });
  const shared = { ...place, port };
  const token = await bind(app, first ? await tryOut(shared) : shared);
  // Somebody has come while none of them listened.
  if (token === false) await tryOut(shared);
  return token;
}

/** It takes over no socket that another has opened: all it can do is listen before that one is closed, or at once afterwards. */
async function takeOver(app: NativeApp, place: Place, door: Door): Promise<Token | false> {
  const token = door.shared ? await bind(app, place) : undefined;
  if (token === false) return false;
  // Connections that wait in the system are lost with the socket; just after events were handled there are none.
  await nextTurn();
  door.leave();
  return token ?? bind(app, place);
}

function bind(app: NativeApp, place: Place): Promise<Token | false> {
  return new Promise((done) => {
    if ("path" in place) app.listen_unix(done, place.path);
    else app.listen(place.host, place.port, done);
  });
}

/**
 * Listens for a moment as Node does, which can say why it cannot. The library does not; it would share the port of a server that listens
 * there already, or take the place of its socket; and where it chooses a port, the next server has to wait for it. Resolves with the
 * place and its real port.
 */
async function tryOut(place: Place): Promise<Place> {
  if ("path" in place) await prepareUnixSocket(place.path);
  // Among workers, Node would else let the primary listen.
  const server = createServer().listen({ ...place, exclusive: true });
  await once(server, "listening");
  const bound = server.address();
  server.close();
  await once(server, "close");
  return bound !== null && typeof bound === "object" ? { ...place, port: bound.port } : place;
}
