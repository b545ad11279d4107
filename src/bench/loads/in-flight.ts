import type { Client } from "../client.ts";
import { aborted } from "../crowd.ts";
import { encodePacket } from "../packets.ts";
import type { Load, SameEvent } from "./load.ts";

/** As many messages on their way as asked for, on each connection: the next leaves when one is acknowledged. */
export interface InFlight extends SameEvent {
  readonly kind: "in-flight";
  readonly inFlight: number;
}

/** Finds out how much a server can do: it is asked again as soon as it has answered. */
export const keepInFlight: Load<InFlight> = async (work, { inFlight, event, payload }) => {
  const { crowd, meter, signal } = work;
  const packet = encodePacket("event", crowd.namespace, [event, payload]);
  const keepOne = (client: Client) => {
    const next = () => {
      if (!signal.aborted && client.open) meter.call(client, packet, { done: next });
    };
    next();
  };
  for (const client of crowd.clients) for (let slot = 0; slot < inFlight; slot++) keepOne(client);
  await Promise.race([aborted(signal), crowd.untilLost()]);
};
