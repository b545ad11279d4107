import type { AdapterConstructor } from "../adapters/adapter.ts";
import { adapterOf } from "../adapters/index.ts";
import type { Config } from "../config/options.ts";
import { SioError } from "../errors.ts";
import { dropLog } from "../lib/broker/drop-log.ts";
import type { BrokerState } from "../lib/broker/line.ts";
import { stateLog } from "../lib/broker/state-log.ts";
import { maskUrl, readBrokerUrl } from "../lib/broker-url.ts";
import type { Drops } from "../lib/drops.ts";
import type { Log } from "../lib/log.ts";
import { within } from "../lib/within.ts";

/** How a server hears the others. */
export interface ChosenAdapter {
  readonly adapter: AdapterConstructor;
  /** Whether its broker can be reached at the moment. */
  readonly connected: boolean;
  /** Leaves the others. Safe to call twice. */
  close(): Promise<void>;
}

/** Where the server will run. */
export interface Surroundings {
  /** The folder of the project. */
  readonly root: string;
  readonly log: Log;
  readonly drops: Drops;
}

/** How long a broker that is required has to answer, in ms. */
const requiredMs = 10_000;

/**
 * Connects to the broker that the settings name; `undefined` if they name none. A broker that cannot be reached is told in the log, unless
 * it is required.
 *
 * @throws SioError `config` if a package is missing or the broker refuses this server, `unavailable` if a required broker does not answer
 */
export async function chooseAdapter(
  config: Config,
  { root, log, drops: counts }: Surroundings,
): Promise<ChosenAdapter | undefined> {
  const { adapter: href, channel, requireAdapter } = config;
  const asked = href === undefined ? undefined : adapterOf(href);
  const address = href === undefined ? undefined : readBrokerUrl(href);
  if (!asked || !address) return undefined;
  const shown = maskUrl(address.href);
  const drops = dropLog(log, { whose: `from ${shown}`, source: "adapter", counts });
  const words = stateLog(log, { name: shown, broker: shown, meanwhile: "each server reaches its own clients alone" });
  const connect = await asked.adapter.load(asked.mode, root);
  let last: BrokerState | undefined;
  let onConnected = () => {};
  const connected = new Promise<void>((resolve) => {
    onConnected = resolve;
  });
  const open = await connect({
    ...address,
    channel,
    onDropped: ({ message }) => drops.add("made no sense", { detail: message }),
    onState(state) {
      last = state;
      if (state.connected) onConnected();
      words.tell(state);
    },
  });
  const close = async () => {
    await open.close();
    drops.close();
  };
  try {
    if (requireAdapter) await within(requiredMs, connected, () => unanswered(shown, last));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    adapter: open.adapter,
    get connected() {
      return words.connected;
    },
    close,
  };
}

function unanswered(broker: string, state: BrokerState | undefined): SioError {
  const reason = state?.connected === false ? `: ${state.error.message.replace(/\.$/, "")}` : "";
  return new SioError("unavailable", `${broker} has not answered for ${requiredMs / 1_000} s${reason}.`, {
    hint: "Start the broker, or correct its address. Servers alone can do without it, unless they have --require-adapter.",
  });
}
