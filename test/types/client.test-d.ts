import type { EventsOf } from "sio-serve";
import type { Socket } from "socket.io-client";
import { expectTypeOf } from "vitest";

type File = typeof import("./handlers.ts");
type Events = EventsOf<File>;
declare const socket: Socket<import("./handlers.ts").ServerToClient, Events>;

// The events are those that a client can send, and no others.
expectTypeOf<keyof Events>().toEqualTypeOf<
  | ("add" | "later" | "note" | "note later" | "maybe" | "divide" | "one" | "two" | "either")
  | ("zod" | "valibot" | "arktype" | "list")
  | ("message" | "myEvent")
>();

// A client passes the arguments, and a callback where there is an answer.
expectTypeOf<Events["add"]>().toEqualTypeOf<(a: number, b: number, ack: (answer: number) => void) => void>();
expectTypeOf<Events["later"]>().toEqualTypeOf<(text: string, ack: (answer: number) => void) => void>();
expectTypeOf<Events["note"]>().toEqualTypeOf<(text: string) => void>();
expectTypeOf<Events["note later"]>().toEqualTypeOf<() => void>();
expectTypeOf<Events["divide"]>().parameters.toEqualTypeOf<
  [a: number, b: number, ack: (...answer: [number, number]) => void]
>();
expectTypeOf<Events["one"]>().toEqualTypeOf<Events["two"]>();
expectTypeOf<Events["message"]>().toEqualTypeOf<(text: string, ack: (answer: number) => void) => void>();
expectTypeOf<Events["myEvent"]>().toEqualTypeOf<(value: number) => void>();

// With a schema, it passes what the schema takes, and not what it makes of it.
type Aged = (payload: { age: string }, ack: (answer: number) => void) => void;
expectTypeOf<Events["zod"]>().toEqualTypeOf<Aged>();
expectTypeOf<Events["valibot"]>().toEqualTypeOf<Aged>();
expectTypeOf<Events["arktype"]>().toEqualTypeOf<Aged>();
expectTypeOf<Parameters<Events["list"]>[0]>().toEqualTypeOf<string>();
expectTypeOf<Parameters<Events["list"]>[1]>().toEqualTypeOf<number | undefined>();

// The real client knows what comes back, and what the server sends.
expectTypeOf(socket.emitWithAck("add", 1, 2)).resolves.toBeNumber();
expectTypeOf(socket.emitWithAck("later", "text")).resolves.toBeNumber();
expectTypeOf(socket.emitWithAck("maybe", "id")).resolves.toEqualTypeOf<{ id: string } | undefined>();
expectTypeOf(socket.emitWithAck("zod", { age: "7" })).resolves.toBeNumber();
expectTypeOf(socket.emitWithAck("list", "a", 1)).resolves.toEqualTypeOf<readonly [string, number]>();
socket.emit("note", "text");
socket.emit("divide", 7, 2, (quotient, rest) => expectTypeOf([quotient, rest]).items.toBeNumber());
socket.timeout(1).emit("message", "text", (error, length) => {
  expectTypeOf(error).toEqualTypeOf<Error>();
  expectTypeOf(length).toBeNumber();
});
socket.on("said", (from, text) => expectTypeOf([from, text]).items.toBeString());

// @ts-expect-error: no such event
socket.emit("nothing");
// @ts-expect-error: nobody sends this
socket.emit("connect", {});
// @ts-expect-error: text where a number belongs
void socket.emitWithAck("add", "1", 2);
// @ts-expect-error: an argument is missing
void socket.emitWithAck("add", 1);
// @ts-expect-error: the schema takes text
void socket.emitWithAck("zod", { age: 7 });
// @ts-expect-error: the server sends no such event
socket.on("nothing", () => {});

// A file that exports nothing of the kind has no events.
expectTypeOf<EventsOf<{ http: () => void; names: string[] }>>().toEqualTypeOf<Record<never, never>>();
