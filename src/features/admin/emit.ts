import { reached } from "../../adapters/reached.ts";
import type { Installation } from "../feature.ts";
import { type Answer, refusal } from "./answer.ts";
import { type Order, readOrder } from "./order.ts";

/**
 * Sends the event that a body asks for; the answer has the number of servers that heard it, this one included. Where the broker is required
 * and away, nothing is sent, so that whoever asked can try again.
 */
export async function emit(
  body: string,
  { io, config, brokerConnected }: Pick<Installation, "io" | "config" | "brokerConnected">,
): Promise<Answer> {
  let order: Order;
  try {
    order = readOrder(body);
  } catch (error) {
    if (error instanceof TypeError) return refusal(422, error.message);
    throw error;
  }
  // Asking for it with `of` would make it. Socket.IO has no public list of its namespaces.
  const nsp = io._nsps.get(order.namespace);
  if (!nsp) return refusal(404, `The server has no namespace ${order.namespace}.`);
  if (config.requireAdapter && !brokerConnected())
    return refusal(503, "The broker of the adapter is away. Nothing was sent.");
  const those = nsp.except([...order.except]).to([...(order.to ?? [])]);
  (order.volatile ? those.volatile : those).emit(order.event, ...order.args);
  return { status: 200, body: { nodes: 1 + (await reached(nsp, { expected: 0 })) } };
}
