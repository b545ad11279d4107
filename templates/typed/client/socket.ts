import type { EventsOf } from "sio-serve";
import { io, type Socket } from "socket.io-client";
import type { ServerToClient } from "../events.ts";

/** What clients may send, with its arguments and answers: the types of what handlers.ts exports, and nothing of its code. */
type ClientToServer = EventsOf<typeof import("../handlers.ts")>;

/** The connection of this page. */
export const socket: Socket<ServerToClient, ClientToServer> = io({ autoConnect: false });
