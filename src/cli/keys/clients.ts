import type { Server, Socket } from "socket.io";
import { align } from "../../config/show.ts";
import { printable } from "../printable.ts";
import type { Paint } from "../terminal.ts";

const mostRows = 30;

/** The clients of a server as a table, the newest last: where each is, since when, and in which rooms. */
export function listClients(io: Server | undefined, paint: Paint): string {
  const sockets = [...(io?._nsps.values() ?? [])].flatMap((namespace) => [...namespace.sockets.values()]);
  if (sockets.length === 0) return paint.dim("No clients.\n");
  const shown = sockets.slice(-mostRows);
  const [heading = "", ...rows] = align([["namespace", "id", "address", "by", "for", "rooms"], ...shown.map(rowOf)]);
  const more = sockets.length - shown.length;
  const lines = [paint.dim(heading), ...rows, ...(more > 0 ? [paint.dim(`and ${more} more before them`)] : [])];
  return `\n${lines.map((line) => `  ${line}`).join("\n")}\n\n`;
}

function rowOf({ nsp, id, handshake, conn, rooms }: Socket): readonly string[] {
  const others = [...rooms].filter((room) => room !== id).map(printable);
  const seconds = Math.round((Date.now() - handshake.issued) / 1_000);
  return [printable(nsp.name), id, handshake.address, conn.transport.name, `${seconds} s`, others.join(", ")];
}
