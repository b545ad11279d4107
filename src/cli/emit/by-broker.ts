import type { Config } from "../../config/options.ts";
import { maskUrl } from "../../lib/broker-url.ts";
import { silentLog } from "../../lib/log.ts";
import { createEmitter } from "../../run/emitter.ts";
import type { Sender, Target } from "./sender.ts";

/**
 * Reaches servers by the broker that they share.
 *
 * @throws SioError as {@link createEmitter} does
 */
export async function openBroker(
  adapter: string,
  { channel }: Pick<Config, "channel">,
  { namespace, to, except }: Target,
): Promise<Sender> {
  // What becomes of the broker is said by the error.
  const emitter = await createEmitter(adapter, { channel, log: silentLog });
  return {
    async send(event, args) {
      emitter
        .of(namespace)
        .to([...to])
        .except([...except])
        .emit(event, ...args);
    },
    reached: () => emitter.reached(namespace),
    close: () => emitter.close(),
    place: `on the channel ${channel} of ${maskUrl(adapter)}`,
  };
}
