import { ConnectionRefusedError, emit, hot, nsp, on, request, session, socket } from "sio-serve";
import { listItems, tickItem } from "./items.ts";
import { routes } from "./routes.ts";

// Exported under these names, they answer the requests that are not Socket.IO's, and give every client its session.
export const http = routes;
export { httpSession } from "./session.ts";

declare module "sio-serve" {
  interface Session {
    user?: string;
  }
}

/** The user of each client that is connected. A user may have several tabs. */
hot.data.online ??= new Map();
const online: Map<string, string> = hot.data.online;

// The session is a copy of the one that the login has filled.
on("connect", () => {
  const { user } = session;
  if (!user) throw new ConnectionRefusedError("Sign in first.");
  // By this room all tabs of a user can be reached, as the logout does.
  socket.join(`user:${user}`);
  online.set(request.sid, user);
  emit("items", listItems());
  tellPeople();
});

on("tick", (id: unknown, done: unknown) => {
  return typeof id === "string" && tickItem(id, done === true) ? {} : { error: "It is not on the list any more." };
});

on("disconnect", () => {
  online.delete(request.sid);
  tellPeople();
});

/** `nsp` waits until the caller has been let in, so that the caller hears of it too; `app.emit` would not. */
function tellPeople(): void {
  nsp.emit("people", [...new Set(online.values())].sort());
}
