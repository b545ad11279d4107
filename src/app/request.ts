import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { currentContext } from "./event-context.ts";

/** The client and the event being handled, right across `await`, timers and promises started in the handler. */
export interface EventRequest {
  /** The id of this client in this namespace; also the name of a room with only this client in it. */
  readonly sid: string;
  /** The namespace, such as `"/"` or `"/admin"`. */
  readonly namespace: string;
  /** The event that is being handled. */
  readonly event: {
    /** Its name. */
    readonly message: string;
    /** Its arguments as the client sent them, without the ack. */
    readonly args: readonly unknown[];
  };
  /** The query of the handshake's URL. */
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
  /** The headers of the handshake, names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** What the client gave as `auth`; checked by nobody but your `connect` handler. */
  readonly auth: Readonly<Record<string, unknown>>;
  /** The address of the client; behind a proxy, that of the proxy unless the setting `trustProxy` names it. */
  readonly address: string;
  /** Node's own request of the handshake. */
  readonly raw: IncomingMessage;
}

const current = () => currentContext("request", "the socket that app.io gives you");

/**
 * The request of the event being handled. Outside of a handler, reading it throws a `NoContextError`.
 *
 * @example
 * on("whoami", () => request.sid);
 */
export const request: EventRequest = {
  get sid() {
    return current().socket.id;
  },
  get namespace() {
    return current().socket.nsp.name;
  },
  get event() {
    const { event, args } = current();
    return { message: event, args };
  },
  get query() {
    return current().socket.handshake.query;
  },
  get headers() {
    return current().socket.handshake.headers;
  },
  get auth() {
    return current().socket.handshake.auth;
  },
  get address() {
    return current().socket.handshake.address;
  },
  get raw() {
    return current().socket.request;
  },
};
