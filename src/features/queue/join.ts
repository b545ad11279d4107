import { dialOneOf } from "../../lib/broker/dial-one-of.ts";
import { dropLog } from "../../lib/broker/drop-log.ts";
import { openLine } from "../../lib/broker/line.ts";
import { stateLog } from "../../lib/broker/state-log.ts";
import { type BrokerUrl, maskUrl, readBrokerUrl } from "../../lib/broker-url.ts";
import { loadBroker } from "../../queue/brokers.ts";
import { decode } from "../../queue/decode.ts";
import { encodeAnswer } from "../../queue/encode.ts";
import { Refused } from "../../queue/refused.ts";
import type { Installation, Installed } from "../feature.ts";
import { deliver } from "./deliver.ts";
import { hostOf } from "./host.ts";
import { publisher } from "./publisher.ts";
import { tapBroadcasts } from "./tap.ts";

/** How long a start waits for the queue, in ms: less than for an adapter, because clients can be served well without it. */
const patienceMs = 2_000;

/**
 * Delivers what Python processes send to this server's own clients, and answers them; with `queuePublish`, sends them what this server
 * sends. Nothing that was heard is sent on, and nothing that was sent is heard, so that it cannot go round in circles.
 *
 * @throws SioError `config` if the broker's client is missing, or the broker refuses this server for good
 */
export async function joinQueue({ io, config, root, log, crew, drops: counts }: Installation): Promise<Installed> {
  const { queueChannel: channel, queueDialect: dialect, queueAcceptPickle: acceptPickle } = config;
  const href = config.queue ?? "";
  // The settings have let no other through.
  const address = readBrokerUrl(href) as BrokerUrl;
  const host = hostOf(config, crew);
  const openLink = await loadBroker(address.url, root);
  const broker = maskUrl(href);
  const drops = dropLog(log, { whose: "of the Flask-SocketIO queue", source: "queue", counts });
  const state = stateLog(log, {
    name: `The Flask-SocketIO queue ${broker} (channel ${channel})`,
    broker,
    meanwhile: "this server serves on without it",
    welcome: true,
  });
  const written = (write: () => string): string | undefined => {
    try {
      return write();
    } catch (error) {
      // A parser of the user's own may carry what JSON does not, such as a bigint; and a client may nest without end.
      drops.add("cannot be written as JSON", { error });
      return undefined;
    }
  };
  const publish = (write: () => string) => {
    const text = written(write);
    if (text === undefined || line.life?.publish(text)) return;
    if (state.connected) drops.add("could not be sent, because the broker is too slow");
    else state.missed();
  };
  const onMessage = (bytes: Buffer) => {
    try {
      const received = decode(bytes, { dialect, acceptPickle });
      if (!received || received.host === host) return;
      deliver(received, io, (answer) => publish(() => encodeAnswer(answer)));
    } catch (error) {
      if (error instanceof Refused) drops.add(error.message);
      else drops.add("could not be delivered", { error });
    }
  };
  const line = await openLine({
    dial: (closing) => dialOneOf(address, (url, signal) => openLink({ url, channel, onMessage }, signal), closing),
    onState: state.tell,
    patienceMs,
  });
  if (acceptPickle)
    log.warn(
      "The queue reads pickles of python-socketio before 5.14, and nothing but data in them. Upgrade python-socketio there, and leave out --queue-accept-pickle.",
    );
  if (config.queuePublish) tapBroadcasts(io, publisher({ config, log, host, publish }));
  return {
    async leave() {
      await line.close();
      drops.close();
    },
  };
}
