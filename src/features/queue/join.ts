import { maskUrl, readBrokerUrl } from "../../lib/broker-url.ts";
import { loadBroker } from "../../queue/brokers.ts";
import { openBus } from "../../queue/bus.ts";
import { decode } from "../../queue/decode.ts";
import { encodeAnswer } from "../../queue/encode.ts";
import { Refused } from "../../queue/refused.ts";
import type { Installation, Installed } from "../feature.ts";
import { deliver } from "./deliver.ts";
import { dropLog } from "./drop-log.ts";
import { hostOf } from "./host.ts";
import { publisher } from "./publisher.ts";
import { stateLog } from "./state-log.ts";
import { tapBroadcasts } from "./tap.ts";

/**
 * Delivers what Python processes send to this server's own clients, and answers them; with `queuePublish`, sends them what this server
 * sends. Nothing that was heard is sent on, and nothing that was sent is heard, so that it cannot go round in circles.
 *
 * @throws SioError `config` if the broker's client is missing, or the broker refuses this server for good
 */
export async function joinQueue({ io, config, root, log }: Installation): Promise<Installed> {
  const { queueChannel: channel, queueDialect: dialect, queueAcceptPickle: acceptPickle } = config;
  const href = config.queue ?? "";
  const { url } = readBrokerUrl(href) ?? { url: new URL(href) };
  const host = hostOf(config);
  const openLine = await loadBroker(url, root);
  const drops = dropLog(log);
  const state = stateLog(log, `The Flask-SocketIO queue ${maskUrl(href)} (channel ${channel})`);
  const publish = (text: string) => {
    if (bus.publish(text)) return;
    if (state.connected) drops.add("could not be sent, because the broker is too slow");
    else state.missed();
  };
  const onMessage = (bytes: Buffer) => {
    try {
      const received = decode(bytes, { dialect, acceptPickle });
      if (!received || received.host === host) return;
      deliver(received, io, (answer) => publish(encodeAnswer(answer)));
    } catch (error) {
      if (error instanceof Refused) drops.add(error.message);
      else drops.add("could not be delivered", error);
    }
  };
  const bus = await openBus({
    open: (signal) => openLine({ url, channel, onMessage, signal }),
    onState: state.tell,
  });
  if (acceptPickle)
    log.warn(
      "The queue reads pickles of python-socketio before 5.14, and nothing but data in them. Upgrade python-socketio there, and leave out --queue-accept-pickle.",
    );
  if (config.queuePublish) tapBroadcasts(io, publisher({ config, log, drops, host, publish }));
  return {
    async leave() {
      await bus.close();
      drops.close();
    },
  };
}
