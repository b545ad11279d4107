import type { Namespace, Server, Socket } from "socket.io";
import type { Answer, Emit, Received, Request } from "../../queue/message.ts";

/** How long a client may take to answer a question of another process, in ms; python-socketio's own `call` waits as long. */
const answerMs = 60_000;

/** Sends an answer to the process that asked. */
type Send = (answer: Answer) => void;

/**
 * Does what another process asks for, among this server's own clients: the other servers hear the message themselves. A namespace that
 * there is not stays one that there is not.
 */
export function deliver({ request, host }: Received, io: Server, send: Send): void {
  // Asking for it with `of` would make it. Socket.IO has no public list of its namespaces.
  const nsp = io._nsps.get(request.namespace);
  if (!nsp) return;
  if (request.method === "emit")
    emit(nsp, request, (args) => {
      const { reply } = request;
      if (reply && host !== undefined) send({ method: "callback", host, reply, args });
    });
  else change[request.method](nsp, request as never);
}

type Change = Exclude<Request, Emit>;

const change: {
  readonly [Method in Change["method"]]: (nsp: Namespace, request: Extract<Change, { method: Method }>) => unknown;
} = {
  disconnect: (nsp, { sid }) => nsp.sockets.get(sid)?.disconnect(false),
  enter_room: (nsp, { sid, room }) => nsp.sockets.get(sid)?.join(room),
  leave_room: (nsp, { sid, room }) => nsp.sockets.get(sid)?.leave(room),
  close_room: (nsp, { room }) => nsp.local.in(room).socketsLeave(room),
};

function emit(
  nsp: Namespace,
  { event, args, rooms, except, reply }: Emit,
  onAnswer: (args: readonly unknown[]) => void,
): void {
  const asked = reply && nsp.sockets.get(reply.room);
  if (asked) {
    ask(asked, { event, args }, onAnswer);
    return;
  }
  if (rooms.length === 0) return;
  const everyone = nsp.local.except([...except]);
  (rooms === "all" ? everyone : everyone.to([...rooms])).emit(event, ...args);
}

function ask(
  socket: Socket,
  { event, args }: Pick<Emit, "event" | "args">,
  onAnswer: (args: readonly unknown[]) => void,
): void {
  socket.timeout(answerMs).emit(event, ...args, (late: Error | null, ...answer: unknown[]) => {
    if (!late) onAnswer(answer);
  });
}
