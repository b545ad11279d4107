import type { Serializable } from "node:child_process";
import type { Worker } from "node:cluster";
import type { Socket } from "node:net";
import type { Turn } from "../../engines/engine.ts";
import type { CrewFigures, Figures } from "../../features/admin/figures.ts";
import type { ReloadAnswer } from "../admin.ts";
import type { ToldError } from "./told-error.ts";
import type { WantedPlace } from "./turns.ts";

/** What the primary tells a worker. */
export type Order =
  /** Show the banner: all are ready. */
  | { readonly kind: "announce"; readonly workers: number }
  /** Drain, and end. */
  | { readonly kind: "stop" }
  /** Load the handlers again, beside those in force. */
  | { readonly kind: "load" }
  /** Put in force what was loaded. */
  | { readonly kind: "commit" }
  /** Forget what was loaded. */
  | { readonly kind: "abort" }
  /** Listen, as was asked. */
  | ({ readonly kind: "listen" } & Turn)
  /** Serve a connection whose first request came to another worker; `head` is what was read of it. */
  | { readonly kind: "connection"; readonly head: Uint8Array }
  /** What another worker's adapter says. */
  | { readonly kind: "adapter"; readonly bytes: Uint8Array }
  /** Say your figures. */
  | { readonly kind: "count" }
  /** The figures of all that were asked for. */
  | { readonly kind: "figures"; readonly figures: CrewFigures }
  /** A worker has ended, perhaps without a goodbye. */
  | { readonly kind: "gone"; readonly id: number };

/** What a worker tells the primary. */
export type Word =
  /** It is about to listen, and waits for its turn; whether the primary will have no part in that. */
  | ({ readonly kind: "turn"; readonly byItself: boolean } & WantedPlace)
  /** It serves, on this port if it is one. */
  | { readonly kind: "ready"; readonly port: number | undefined }
  /** It cannot serve, and ends. */
  | { readonly kind: "failed"; readonly error: ToldError }
  /** It ends by itself once its work is done; another should take its place now. */
  | { readonly kind: "leaving" }
  /** Asked to load, it has: the new handlers are ready to be put in force. */
  | { readonly kind: "loaded" }
  /** What came of the order to load. */
  | { readonly kind: "reloaded"; readonly answer: ReloadAnswer; readonly restart: string | undefined }
  /** It wants to know the figures of all. */
  | { readonly kind: "ask" }
  /** Its own figures, as asked. */
  | { readonly kind: "counted"; readonly figures: Figures }
  /** The connection that comes with it belongs to another worker. */
  | { readonly kind: "connection"; readonly owner: number; readonly head: Uint8Array }
  /** For the adapter of one worker, or for all others. */
  | { readonly kind: "adapter"; readonly bytes: Uint8Array; readonly to: number | undefined };

/** What goes between the processes; handlers may send messages of their own on the same channel. */
interface Envelope<Message> {
  readonly sioServe: Message;
}

/** What goes along with a message. */
interface Along {
  readonly connection?: Socket | undefined;
  /** Called once the message is on its way, or cannot be. */
  readonly sent?: (() => void) | undefined;
}

/** Sends to the primary, or to a worker. Whoever is gone hears nothing. */
export function post<Message extends Order | Word>(
  to: Worker | NodeJS.Process,
  message: Message,
  { connection, sent = () => {} }: Along = {},
): void {
  const envelope: Envelope<Message> = { sioServe: message };
  // Both have it, with the same parameters; only types differ. A channel that is closed says so in the callback, where it does not matter.
  (to as Worker).send(envelope as unknown as Serializable, connection, undefined, sent);
}

/** Reads what the other side has sent with {@link post}; `undefined` for what others have. */
export function opened<Message extends Order | Word>(received: unknown): Message | undefined {
  return (received as Partial<Envelope<Message>> | null | undefined)?.sioServe;
}
