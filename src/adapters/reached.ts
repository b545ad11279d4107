import { randomUUID } from "node:crypto";
import { clearTimeout, setTimeout } from "node:timers";
import type { Namespace } from "socket.io";
import { within } from "../lib/within.ts";
import { questionOf } from "./uncounted.ts";

/** How long others have to answer at all, in ms; a namespace that is new here may have missed their first answer. */
const patienceMs = 2_000;
/** How long to listen for more answers, since others may be there that are not known yet, in ms. */
const quietMs = 250;

/**
 * How many other servers have the namespace and have heard what was sent to them before. It asks all of them about a room that nobody is
 * in, and counts who answers, for 2 s at most; emitters answer, and are not counted.
 *
 * @param expected how many others there are at least, though they are not known yet
 */
export async function reached({ adapter }: Pick<Namespace, "adapter">, { expected = 1 } = {}): Promise<number> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const known = Math.max(expected, (await nodesKnownTo(adapter, until - performance.now())) - 1);
    if (known === 0) return 0;
    const { servers, emitters } = await ask(adapter);
    if (servers + emitters >= known || performance.now() > until) return servers;
  }
}

/** How many servers and emitters know each other, this one included; 1 if the broker does not say so in time. */
export async function nodesKnownTo(adapter: Namespace["adapter"], ms = patienceMs): Promise<number> {
  return within(ms, adapter.serverCount(), () => new Error("The broker has not answered.")).catch(() => 1);
}

interface Answers {
  readonly servers: number;
  readonly emitters: number;
}

function ask(adapter: Namespace["adapter"]): Promise<Answers> {
  return new Promise((resolve) => {
    let [servers, emitters] = [0, 0];
    const end = () => resolve({ servers, emitters });
    let timer = setTimeout(end, quietMs);
    const packet = { type: 2, data: [""] };
    const nobody = {
      rooms: new Set([questionOf(randomUUID())]),
      except: new Set<string>(),
      flags: { timeout: patienceMs },
    };
    let own = true;
    const onAnswer = (clients: number) => {
      // The first is this server's own, which comes at once.
      if (own) {
        own = false;
        return;
      }
      if (clients === 0) servers++;
      else emitters++;
      clearTimeout(timer);
      timer = setTimeout(end, quietMs);
    };
    adapter.broadcastWithAck(packet, nobody, onAnswer, () => {});
  });
}
