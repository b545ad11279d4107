import { defineCheck, type Found, type Visit } from "../check.ts";
import { connect } from "../connection.ts";
import { type Joined, join } from "../join.ts";

/** Joins the namespace as a client without credentials. The server's handlers of "connection" run for it. */
export const namespace = defineCheck({
  name: "namespace",
  asks: "one connection that joins the namespace without credentials, and leaves",
  findings: {
    P75: { level: "fatal", about: "the namespace does not exist" },
    P76: { level: "info", about: "the server lets nobody join without credentials" },
    P77: { level: "warning", about: "joining is not answered" },
    P78: { level: "warning", about: "the connection ends at the first packet: another parser" },
  },
  wanted: ({ seen }) => (seen.transports ?? []).length > 0,

  async run(visit) {
    const { seen, line } = visit;
    const name = seen.namespace ?? "/";
    // A WebSocket is one connection, which no balancer can divide.
    const connection = await connect[seen.transports?.includes("websocket") ? "websocket" : "polling"](visit);
    if (!connection) return {};
    try {
      const finding = explain(await join(connection, name, line.patienceMs), visit);
      return finding ? { findings: [finding] } : {};
    } finally {
      await connection.close();
    }
  },
});

function explain(
  joined: Joined,
  { seen: { namespace: name = "/" } }: Visit,
): Found<"P75" | "P76" | "P77" | "P78"> | undefined {
  const asked = `CONNECT to ${name}`;
  if (joined === undefined) {
    return {
      id: "P77",
      what: `Joining the namespace ${name} is not answered`,
      where: [`${asked}: nothing`],
      consequence: "Clients wait for connect; after connectTimeout (45 s by default) the server drops them.",
      fixes: [{ say: "Look for a middleware (io.use) that never calls next, and for a database that it waits for." }],
    };
  }
  if (joined.kind === "joined") return undefined;
  if (joined.kind === "refused") return refused(joined.message, { name, asked });
  if (joined.how !== "closed" && joined.how !== "garbled") return undefined;
  return {
    id: "P78",
    what: "The server ends the connection at the first packet",
    where: [`${asked}: ${joined.detail}`],
    consequence: "Clients connect and get transport close at once, if they use another parser than the server.",
    fixes: [
      { say: "If the server has a parser (socket.io-msgpack-parser), give clients the same: io(url, { parser })" },
      { say: "If it has none, look at its log." },
    ],
  };
}

function refused(
  message: string,
  { name, asked }: { readonly name: string; readonly asked: string },
): Found<"P75" | "P76"> {
  const where = [`${asked}: CONNECT_ERROR ${message}`];
  if (message === "Invalid namespace" || message === "Unable to connect") {
    return {
      id: "P75",
      what: `The server has no namespace ${name}`,
      where,
      consequence: `Clients of it get connect_error: ${message}.`,
      fixes: [
        { say: "Check the namespace: the path in io(url) of clients, io.of(…) or the file's name on the server." },
      ],
    };
  }
  return {
    id: "P76",
    what: `The server lets nobody join ${name} without credentials`,
    where,
    consequence: "That is as it should be if clients bring some; what is behind was not looked at.",
    fixes: [{ say: "To look at it: sio doctor --header with what they bring, unless they bring it as auth." }],
  };
}
