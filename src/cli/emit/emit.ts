import type { Command } from "commander";
import { checkSent } from "../../app/arguments.ts";
import { resolveConfig } from "../../config/resolve.ts";
import { SioError } from "../../errors.ts";
import type { Edge } from "../edge.ts";
import { type LoadOptions, loadSettings } from "../settings.ts";
import { argumentLists } from "./argument-lists.ts";
import type { EmitFlags } from "./flags.ts";
import { openSender } from "./open-sender.ts";
import type { Sender } from "./sender.ts";

/** A command line of `sio emit`. */
export interface Emission {
  readonly event: string;
  /** What stands after the event. */
  readonly words: readonly string[];
  readonly flags: EmitFlags;
  readonly command: Command;
}

/** Settings that exclude each other do no harm where nothing is served. */
const resolve: NonNullable<LoadOptions["resolve"]> = (layers) => ({ ...resolveConfig(layers), warnings: [] });

/**
 * Sends an event, or one for each line of stdin, and prints how many servers heard it.
 *
 * @throws SioError `usage` for what cannot be sent, `config` for a wrong setting, password or token, `unavailable` if no server hears it
 */
export async function emit({ event, words, flags, command }: Emission, edge: Edge): Promise<void> {
  const { config } = await loadSettings(edge, command, { resolve });
  const lists = argumentLists(words, { lines: flags.lines === true });
  // What is wrong with the first is said before anybody is called.
  const first = await lists.next();
  if (first.done) return tell({ sent: 0, nodes: 0 }, flags, edge);
  checkEvent(event, first.value);
  const sender = await openSender(flags, config);
  try {
    await sender.send(event, first.value);
    const sent = 1 + (await sendRest(event, lists, sender));
    const nodes = await sender.reached();
    tell({ sent, nodes }, flags, edge);
    if (nodes === 0) throw unheard(sender);
  } finally {
    await sender.close();
  }
}

async function sendRest(event: string, lists: AsyncIterable<readonly unknown[]>, sender: Sender): Promise<number> {
  let sent = 0;
  for await (const args of lists) {
    checkEvent(event, args);
    await sender.send(event, args);
    sent += 1;
  }
  return sent;
}

function checkEvent(event: string, args: readonly unknown[]): void {
  try {
    checkSent(event, args);
  } catch (cause) {
    throw new SioError("usage", (cause as Error).message, { cause });
  }
}

interface Result {
  readonly sent: number;
  readonly nodes: number;
}

function tell({ sent, nodes }: Result, { json, lines }: EmitFlags, edge: Edge): void {
  if (json) {
    edge.stdout(`${JSON.stringify({ sent, nodes })}\n`);
    return;
  }
  if (sent === 0) edge.stdout("Nothing was sent: stdin has no line.\n");
  if (nodes === 0) return;
  const events = lines ? `Sent ${sent} event${sent === 1 ? "" : "s"}, reached` : "Reached";
  edge.stdout(`${events} ${nodes} server${nodes === 1 ? "" : "s"}.\n`);
}

function unheard({ place }: Sender): SioError {
  return new SioError("unavailable", `No server heard it: there is none with that namespace ${place}.`, {
    hint: "Servers hear it that run with the same --adapter and --channel, and have the namespace.",
  });
}
