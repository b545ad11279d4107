import { SioError } from "../errors.ts";
import type { Client, Dial } from "./client.ts";
import type { Crowd } from "./crowd.ts";
import { Fault, faultKinds } from "./fault.ts";
import type { LoadSpec } from "./loads/index.ts";
import { encodePacket } from "./packets.ts";

/**
 * Connects the first client alone and, where the load waits for acknowledgements, has it send one message, so that a load that cannot work
 * is told in a sentence and costs the server one connection. That message is not counted.
 *
 * @returns the address at which the server is
 * @throws SioError `unavailable` if the server does not let the client in, or does not acknowledge
 */
export async function makeContact(crowd: Crowd, dial: Dial, load: LoadSpec): Promise<string> {
  const { client, address } = await connectSomewhere(crowd, dial);
  const asks = load.kind === "in-flight" || (load.kind === "rate" && load.ack);
  if (asks) await ask(client, dial, load);
  return address;
}

interface Contact {
  readonly client: Client;
  readonly address: string;
}

/** A name may stand for several addresses, as localhost does, with the server at one of them. */
async function connectSomewhere(crowd: Crowd, dial: Dial): Promise<Contact> {
  const { addresses, shown } = dial.target;
  let fault: unknown;
  for (const address of addresses) {
    try {
      return { client: await crowd.connect({ ...dial, address }), address };
    } catch (error) {
      fault ??= error;
      if (!(error instanceof Fault) || error.kind !== "network") break;
    }
  }
  if (!(fault instanceof Fault)) throw fault;
  throw new SioError("unavailable", `No client can connect to ${shown}: ${fault.message}.`, {
    hint: faultKinds[fault.kind],
  });
}

async function ask(client: Client, { target }: Dial, { event, payload }: { event: string; payload: unknown }) {
  const fault = await new Promise<Fault | undefined>((resolve) => {
    client.emit(encodePacket("event", target.namespace, [event, payload]), {
      answered: () => resolve(undefined),
      lost: resolve,
    });
  });
  if (!fault) return;
  const what = `The event "${event}" is not acknowledged by ${target.shown} in ${target.namespace}: ${fault.message}.`;
  throw new SioError("unavailable", what, {
    hint: `--event names one whose handler returns a value or calls its acknowledgement; --rate without --ack waits for none.`,
  });
}
