/** Where the answer of a client goes: what Python puts into `callback`. */
export interface Reply {
  /** The id of the client that was asked. */
  readonly room: string;
  readonly namespace: string;
  readonly id: number;
}

/** An event for clients. */
export interface Emit {
  readonly method: "emit";
  readonly event: string;
  readonly args: readonly unknown[];
  readonly namespace: string;
  /** Everyone in one of these rooms; an empty list is nobody. A client's id is a room. */
  readonly rooms: "all" | readonly string[];
  /** Clients and rooms that are left out. */
  readonly except: readonly string[];
  /** Set where the sender waits for the answer of one client. */
  readonly reply?: Reply;
}

/** Something that happens to one client. */
export interface ClientChange {
  readonly method: "disconnect";
  readonly sid: string;
  readonly namespace: string;
}

/** A client that enters a room, or leaves it. */
export interface RoomChange {
  readonly method: "enter_room" | "leave_room";
  readonly sid: string;
  readonly room: string;
  readonly namespace: string;
}

/** A room that loses all its members. */
export interface RoomEnd {
  readonly method: "close_room";
  readonly room: string;
  readonly namespace: string;
}

/** The answer of a client, on its way back to the process that asked. */
export interface Answer {
  readonly method: "callback";
  /** The process that asked. */
  readonly host: string;
  readonly reply: Reply;
  readonly args: readonly unknown[];
}

/** What servers that share a queue ask of each other. */
export type Request = Emit | ClientChange | RoomChange | RoomEnd;

/** A request with who sent it; some releases of python-socketio leave that out. */
export interface Received {
  readonly request: Request;
  readonly host: string | undefined;
}
