import { randomUUID } from "node:crypto";
import { clearTimeout, setTimeout } from "node:timers";
import type { Namespace } from "socket.io";

/** How long others have to answer at all, in ms; a namespace that is new here may have missed their first answer. */
const patienceMs = 2_000;
/** How long to listen for more answers, since others may be there that are not known yet, in ms. */
const quietMs = 250;

/**
 * How many other servers have the namespace and have heard what was sent to them before. It asks all of them about a room that nobody is
 * in, and counts who answers, for 2 s at most.
 */
export async function reached(namespace: Pick<Namespace, "adapter">): Promise<number> {
  const { adapter } = namespace;
  const until = performance.now() + patienceMs;
  for (;;) {
    const known = (await adapter.serverCount()) - 1;
    const answers = await ask(adapter);
    if (answers >= Math.max(1, known) || performance.now() > until) return answers;
  }
}

function ask(adapter: Namespace["adapter"]): Promise<number> {
  return new Promise((resolve) => {
    let others = 0;
    let timer = setTimeout(() => resolve(others), quietMs);
    const packet = { type: 2, data: [""] };
    const nobody = { rooms: new Set([randomUUID()]), except: new Set<string>(), flags: { timeout: patienceMs } };
    let own = true;
    const onAnswer = () => {
      // The first is this server's own, which comes at once.
      if (own) {
        own = false;
        return;
      }
      others++;
      clearTimeout(timer);
      timer = setTimeout(() => resolve(others), quietMs);
    };
    adapter.broadcastWithAck(packet, nobody, onAnswer, () => {});
  });
}
