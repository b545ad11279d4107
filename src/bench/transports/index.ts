import { openPolling } from "./polling.ts";
import type { OpenTransport } from "./transport.ts";
import { openWebSocket } from "./web-socket.ts";

/** How clients may talk to the server. */
export const transports = { websocket: openWebSocket, polling: openPolling } satisfies Record<string, OpenTransport>;

/** The name of a transport. */
export type TransportName = keyof typeof transports;
