import { ackWith, app, SocketIO, socket } from "sio-serve";
import type { Server, Socket } from "socket.io";
import { expectTypeOf } from "vitest";
import * as z from "zod";

interface ClientToServer {
  say: (text: string) => void;
  add: (a: number, b: number, ack: (sum: number) => void) => void;
  divide: (a: number, b: number, ack: (quotient: number, rest: number) => void) => void;
  save: (ack: () => void) => void;
  find: (id?: string, ack?: (name: string | null) => void) => void;
  // biome-ignore lint/suspicious/noExplicitAny: of a payload that nobody described
  raw: (payload: any) => void;
}

interface ServerToClient {
  said: (text: string, at: number) => void;
  sure: (question: string, ack: (yes: boolean) => void) => void;
}

declare const sio: SocketIO<ClientToServer, ServerToClient>;

// A handler's arguments are the event's, without the ack.
sio.on("say", (...args) => expectTypeOf(args).toEqualTypeOf<[text: string]>());
sio.on("add", (...args) => {
  expectTypeOf(args).toEqualTypeOf<[a: number, b: number]>();
  return 1;
});
sio.on("find", (...args) => {
  expectTypeOf(args).toEqualTypeOf<[id?: string | undefined]>();
  return null;
});
sio.on("raw", (payload) => expectTypeOf(payload).toBeAny());
sio.on(["say", "save"], (...args) => expectTypeOf(args).toEqualTypeOf<[text: string] | []>());
sio.on("add", (a) => a, { namespace: "/admin" });
sio.onEvent("add", (a) => a);

// What it returns is the ack's value, or a promise of it.
sio.on("add", async (a, b) => a + b);
sio.on("divide", (a, b) => ackWith(Math.floor(a / b), a % b));
sio.on("divide", async (a, b) => ackWith(Math.floor(a / b), a % b));
sio.on("save", () => {});
sio.on("save", async () => {});
sio.on("find", async (id) => id ?? null);

// @ts-expect-error: no such event
sio.on("nothing", () => {});
// @ts-expect-error: one of them is no such event
sio.on(["say", "nothing"], () => {});
// @ts-expect-error: a number where text comes
sio.on("say", (text: number) => text);
// @ts-expect-error: the client waits for a number
sio.on("add", () => "3");
// @ts-expect-error: the client waits for a number
sio.on("add", async () => "3");
// @ts-expect-error: the client waits for a number
sio.on("add", () => {});
// @ts-expect-error: the second value is a number
sio.on("divide", (a) => ackWith(a, "rest"));
// @ts-expect-error: more arguments than the client sends
sio.on("say", (text: string, more: number) => [text, more]);

// The events of the connection are there whatever clients send.
sio.on("connect", (auth: { token?: string }) => auth.token === "secret");
sio.on("connect", z.object({ token: z.string() }), (auth) => expectTypeOf(auth).toEqualTypeOf<{ token: string }>());
sio.on("disconnect", (reason) => expectTypeOf(reason).toBeString());
sio.on("*", (event, ...args) => {
  expectTypeOf(event).toBeString();
  expectTypeOf(args).items.toBeAny();
});

// A schema must take what clients send, and the handler must answer what they wait for.
sio.on("say", z.string().transform(Number), (count) => expectTypeOf(count).toBeNumber());
sio.on("add", [z.number(), z.number().optional()], (a, b) => a + (b ?? 0));
sio.on("raw", z.object({ id: z.string() }), ({ id }) => expectTypeOf(id).toBeString());
// @ts-expect-error: the client sends text
sio.on("say", z.number(), () => {});
// @ts-expect-error: the second argument would be lost
sio.on("add", z.number(), (a) => a);
// @ts-expect-error: the client waits for a number
sio.on("add", [z.number(), z.number()], () => "3");
// @ts-expect-error: no such event
sio.on("nothing", z.string(), () => {});

// What is sent is typed by the events that clients are sent, everywhere.
sio.emit("said", "hello", 1);
sio.emit("sure", "really?");
sio.to("room").emit("said", "hello", 1);
sio.to(["room", "other"]).except("third").emit("said", "hello", 1);
sio.except("sid").emit("said", "hello", 1);
sio.of("/admin").emit("said", "hello", 1);
sio.of("/admin").to("room").emit("said", "hello", 1);
expectTypeOf(sio.to("room").timeout(1).emitWithAck("sure", "really?")).resolves.toEqualTypeOf<boolean[]>();
// @ts-expect-error: no such event
sio.emit("nothing");
// @ts-expect-error: an argument is missing
sio.emit("said", "hello");
// @ts-expect-error: a number where text belongs
sio.to("room").emit("said", 1, 1);
// @ts-expect-error: no such event
sio.to("room").emit("nothing");
// @ts-expect-error: no such event
sio.of("/admin").emit("nothing");

// The real server and its sockets know the same events.
expectTypeOf(sio.io).toEqualTypeOf<Server<ClientToServer, ServerToClient>>();
sio.io.on("connection", (connected) => {
  expectTypeOf(connected).toEqualTypeOf<Socket<ClientToServer, ServerToClient>>();
  connected.on("add", (_a, _b, ack) => expectTypeOf(ack).toEqualTypeOf<(sum: number) => void>());
  expectTypeOf(connected.emitWithAck("sure", "really?")).resolves.toBeBoolean();
});

// Without maps, any name goes, and the arguments are whatever the handler says they are.
const any = new SocketIO();
any.on("whatever", (a: number, b: string) => `${a}${b}`);
any.on(["one", "two"], async () => {});
any.on("whatever", z.object({ id: z.string() }), ({ id }) => expectTypeOf(id).toBeString());
any.emit("anything", 1, "two", { three: 3 });
any.to("room").emit("anything", new Uint8Array());
expectTypeOf(any.io).toMatchTypeOf<Server>();

// What a handlers file shares with its server can be given types of its own.
const typed = app as unknown as SocketIO<ClientToServer, ServerToClient>;
expectTypeOf(typed).toEqualTypeOf(sio);
const caller: Socket<ClientToServer, ServerToClient> = socket;
caller.emit("said", "hello", 1);
// @ts-expect-error: no such event
caller.emit("nothing");
