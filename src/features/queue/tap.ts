import type { Namespace, Server } from "socket.io";
import type { Request } from "../../queue/message.ts";

type Adapter = Namespace["adapter"];
type Targets = Parameters<Adapter["broadcast"]>[1];

/**
 * Tells of what this server sends beyond a single client of its own: broadcasts, and the changes of rooms that Python has a message for.
 * What is sent with `local` is not told; neither is what an adapter delivers for another server.
 */
export function tapBroadcasts(io: Server, tell: (request: Request) => void): void {
  const tapped = new WeakSet<Adapter>();
  const tap = (nsp: Namespace) => {
    if (tapped.has(nsp.adapter)) return;
    tapped.add(nsp.adapter);
    tapAdapter(nsp, tell);
  };
  const tapAll = () => {
    // Socket.IO has no public list of its namespaces.
    for (const nsp of io._nsps.values()) tap(nsp);
  };
  io.on("new_namespace", tap);
  const { adapter } = io;
  // Whoever sets another adapter gives every namespace a new one.
  io.adapter = function (this: Server, ...args: Parameters<Server["adapter"]>) {
    const result = Reflect.apply(adapter, io, args);
    if (args.length > 0) tapAll();
    return result;
  } as Server["adapter"];
  tapAll();
}

function tapAdapter(nsp: Namespace, tell: (request: Request) => void): void {
  const { adapter, name: namespace } = nsp;
  const { broadcast, broadcastWithAck, addSockets, delSockets, disconnectSockets } = adapter;
  const tellEmit = (data: readonly unknown[], targets: Targets) => {
    const [event, ...args] = data;
    // Without a name it is no event: a server asks the others whether they are there.
    if (event === "") return;
    const { rooms, except = new Set() } = targets;
    tell({
      method: "emit",
      event: String(event),
      args,
      namespace,
      rooms: rooms.size === 0 ? "all" : [...rooms],
      except: [...except],
    });
  };

  adapter.broadcast = (packet, targets) => {
    // Adapters that can recover clients add to the data.
    const data = [...packet.data];
    const sent = broadcast.call(adapter, packet, targets);
    if (!targets.flags?.local) tellEmit(data, targets);
    return sent;
  };
  adapter.broadcastWithAck = (packet, targets, ...callbacks) => {
    const data = [...packet.data];
    broadcastWithAck.call(adapter, packet, targets, ...callbacks);
    if (!targets.flags?.local) tellEmit(data, targets);
  };
  adapter.addSockets = (targets, rooms) => {
    addSockets.call(adapter, targets, rooms);
    for (const sid of named(targets)) for (const room of rooms) tell({ method: "enter_room", sid, room, namespace });
  };
  adapter.delSockets = (targets, rooms) => {
    delSockets.call(adapter, targets, rooms);
    for (const sid of named(targets))
      for (const room of rooms)
        tell(sid === room ? { method: "close_room", room, namespace } : { method: "leave_room", sid, room, namespace });
  };
  adapter.disconnectSockets = (targets, close) => {
    disconnectSockets.call(adapter, targets, close);
    for (const sid of named(targets)) tell({ method: "disconnect", sid, namespace });
  };
}

/** The clients that are named one by one. Python changes those alone, and passes over a name that is a room's. */
function named({ rooms, except, flags }: Targets): readonly string[] {
  return flags?.local || (except && except.size > 0) ? [] : [...rooms];
}
