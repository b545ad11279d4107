import type { Server as HttpServer, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { clusterAdapter } from "../../adapters/cluster.ts";
import type { Feature } from "../../features/feature.ts";
import { dropLog } from "../../lib/broker/drop-log.ts";
import { openInbox } from "./inbox.ts";
import { passOn } from "./pass-on.ts";
import { type PrimaryLink, siblingsOver } from "./primary-link.ts";
import { type Seat, socketPath } from "./seat.ts";
import { signSessions } from "./session-id.ts";

/** What makes a server one of several on the same address: it hears the others, and each session stays with the one that has it. */
export function membership(seat: Seat, link: PrimaryLink): Feature {
  return {
    wanted: () => true,
    async install({ io, config, log, drops: counts }) {
      const drops = dropLog(log, { whose: "of another worker", source: "workers", counts });
      const onDropped = ({ message }: Error) => drops.add("made no sense", { detail: message });
      const siblings =
        config.adapter === undefined ? clusterAdapter(siblingsOver(link, seat.id), onDropped) : undefined;
      if (siblings) io.adapter(siblings.adapter);
      // Only engines on Node's own server can have workers.
      const server = io.httpServer as HttpServer;
      const rests = new WeakMap<IncomingMessage, Buffer>();
      if (config.transports.includes("websocket")) {
        server.prependListener("upgrade", (request: IncomingMessage, _: Socket, head: Buffer) => {
          if (head.length > 0) rests.set(request, head);
        });
      }
      signSessions(io.engine, seat.id);
      io.engine.use(passOn({ seat, link, rest: (request) => rests.get(request) }));
      const stop = link.on("connection", ({ head }, connection) => {
        // It may have been lost on its way.
        if (!connection) return;
        server.emit("connection", connection);
        connection.unshift(head);
      });
      const closeInbox = await openInbox(socketPath(seat, seat.id), server);
      return {
        async close() {
          stop();
          closeInbox();
        },
        async leave() {
          await siblings?.close();
          drops.close();
        },
      };
    },
  };
}
