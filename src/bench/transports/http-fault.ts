import { STATUS_CODES } from "node:http";
import { Fault } from "../fault.ts";

/** What a server answered instead of opening a connection. */
export interface Refusal {
  readonly status: number;
  readonly reason?: string;
  readonly body: string;
}

/** Says which status it was, and what Engine.IO's own message was if it sent one. */
export function httpFault({ status, reason = STATUS_CODES[status] ?? "", body }: Refusal): Fault {
  // Polling is refused with JSON, a WebSocket with a bare sentence.
  const [, message] = /\{"code":\d+,"message":"([^"]+)"\}/.exec(body) ?? /^(\w[\w ]{0,80})$/.exec(body) ?? [];
  const words = message === undefined ? "" : ` (${message})`;
  return new Fault("http", `the server answered ${`${status} ${reason}`.trim()}${words}`);
}
