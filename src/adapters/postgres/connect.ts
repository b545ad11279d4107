import type { Namespace } from "socket.io";
import type { ClusterMessage, ClusterResponse } from "socket.io-adapter";
import { dialOneOf } from "../../lib/broker/dial-one-of.ts";
import { type Line, openLine } from "../../lib/broker/line.ts";
import type { AdapterConstructor, Connect } from "../adapter.ts";
import { isMessage } from "../bus/shapes.ts";
import { createIntake, type Intake } from "../steady/intake.ts";
import { steady } from "../steady/steady.ts";
import { inTurn } from "./in-turn.ts";
import type { OfficialAdapter, OfficialNamespace } from "./official.ts";
import { createPool, lost } from "./pool.ts";
import { openSession, type PostgresClient, type Session } from "./session.ts";

/** The most bytes of a notification, which must have less than 8,000; what is larger goes by way of the table. */
const payloadThreshold = 7_999;

/** Connects the official adapter by a session that mends itself. */
export function connectPostgres(library: PostgresClient, official: OfficialAdapter): Connect {
  return async (connection) => {
    const { channel, onState, onDropped } = connection;
    const intake = createIntake(onDropped);
    const namespaces = new Set<OfficialNamespace>();
    let line: Line<Session> | undefined;
    const { pool, listen, unlisten, resume, hear } = createPool(() => line?.life);
    const open = (url: URL, signal: AbortSignal) => openSession(library, { url, signal, onNotification: hear });
    line = await openLine({
      dial: (closing) => dialOneOf(connection, open, closing),
      onState(state) {
        onState(state);
        if (!state.connected) return;
        resume();
        // The others may have forgotten this server.
        for (const namespace of namespaces) namespace.init();
      },
    });
    const { close } = line;
    const errorHandler = (error: Error) => {
      if (error !== lost) intake.dropped(error);
    };
    let create: ReturnType<OfficialAdapter["createAdapter"]> | undefined;
    // Socket.IO calls it with `new`.
    function make(namespace: Namespace) {
      const name = `${channel}#${namespace.name}`;
      // It begins to clean its table at once, and ends that with the last namespace.
      create ??= official.createAdapter(pool, { channelPrefix: channel, payloadThreshold, errorHandler });
      // By itself it would greet the others before it hears their answers.
      listen(name);
      const adapter = create(namespace);
      const end = adapter.close.bind(adapter);
      namespaces.add(adapter);
      adapter.close = () => {
        namespaces.delete(adapter);
        unlisten(name);
        end();
      };
      return guard(adapter, intake);
    }
    return { adapter: steady(make as unknown as AdapterConstructor, intake), close };
  };
}

/** Lets an adapter hear only what servers send, and say one thing after the other: what is large takes two statements. */
function guard(adapter: OfficialNamespace, intake: Intake): OfficialNamespace {
  const onMessage = adapter.onMessage.bind(adapter);
  const doPublish = adapter.doPublish.bind(adapter);
  const doPublishResponse = adapter.doPublishResponse.bind(adapter);
  const turn = inTurn();
  return Object.assign(adapter, {
    onMessage(message: unknown) {
      if (isMessage(message)) onMessage(message as ClusterMessage);
      else intake.dropped("It is no message that a server sends.");
    },
    doPublish: (message: ClusterMessage) => turn(() => doPublish(message)),
    doPublishResponse: (to: string, response: ClusterResponse) => turn(() => doPublishResponse(to, response)),
  });
}
