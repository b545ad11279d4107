import type { Server } from "socket.io";
import { clusterAdapter } from "../../adapters/cluster.ts";
import { SioError } from "../../errors.ts";
import type { Feature } from "../../features/feature.ts";
import { dropLog } from "../../lib/broker/drop-log.ts";
import { currentRuntime } from "../../lib/runtime.ts";
import { keepSessions } from "./keep-sessions.ts";
import { type PrimaryLink, siblingsOver } from "./primary-link.ts";
import type { Seat } from "./seat.ts";

/** What makes a server one of several on the same address: it hears the others, and each session stays with the one that has it. */
export function membership(seat: Seat, link: PrimaryLink): Feature {
  return {
    wanted: () => true,
    async install({ io, config, log, drops: counts }) {
      checkSuccession(seat, io);
      const drops = dropLog(log, { whose: "of another worker", source: "workers", counts });
      const onDropped = ({ message }: Error) => drops.add("made no sense", { detail: message });
      const siblings =
        config.adapter === undefined ? clusterAdapter(siblingsOver(link, seat.id), onDropped) : undefined;
      if (siblings) io.adapter(siblings.adapter);
      // Who never polls has one connection for a session, which is where it belongs.
      const close = config.transports.includes("polling") ? await keepSessions(io, { seat, link }) : undefined;
      return {
        ...(close && { close }),
        async leave() {
          await siblings?.close();
          drops.close();
        },
      };
    },
  };
}

/** A port is either shared or given out by the primary: whoever would have it the other way finds it taken. */
function checkSuccession({ byThemselves }: Seat, { httpServer }: Server): void {
  // In Bun there is but one engine that workers can have.
  if (byThemselves === undefined || currentRuntime() !== "node") return;
  if (byThemselves === (httpServer === undefined)) return;
  throw new SioError("unavailable", "The engine would change to one that cannot take over the port of the others.", {
    hint: "Stop the server and start it again.",
  });
}
