import type { AckValues } from "./ack.ts";
import type { Arguments, Lifecycle, Registered } from "./events.ts";

/**
 * The events that a client can send to a handlers file, from the types of what the file exports: what `on` returned, and the methods
 * `onMyEvent` of namespace classes. Only types are imported, so nothing of the server reaches the browser.
 *
 * @typeParam File `typeof import("./handlers.ts")`
 * @example
 * // handlers.ts
 * export const add = on("add", (a: number, b: number) => a + b);
 * // client.ts
 * import type { EventsOf } from "sio-serve";
 * const socket: Socket<ServerEvents, EventsOf<typeof import("./handlers.ts")>> = io();
 * const sum = await socket.emitWithAck("add", 1, 2);   // number
 */
export type EventsOf<File> = Flat<Intersection<{ [Name in keyof File]: EventsOfExport<File[Name]> }[keyof File]>>;

// An export of type any, such as an app of a package without types, fits everything.
type EventsOfExport<Export> = 0 extends 1 & Export
  ? never
  : Export extends Registered<infer Name, infer Args, infer Answer>
    ? string extends Name
      ? never
      : { [Event in Name as Event extends keyof Lifecycle ? never : Event]: Sent<Args, Answer> }
    : Export extends abstract new (
          ...args: never[]
        ) => infer Instance
      ? EventsOfInstance<Instance>
      : EventsOfInstance<Export>;

type EventsOfInstance<Instance> = Instance extends { readonly namespace: string; triggerEvent: unknown }
  ? {
      [Method in keyof Instance as EventOfMethod<Method>]: Instance[Method] extends (
        ...args: infer Args extends Arguments
      ) => infer Answer
        ? Sent<Args, Answer>
        : never;
    }
  : never;

type EventOfMethod<Method> = Method extends `on${infer Name}`
  ? // As at run time: what follows "on" begins with a capital letter.
    Name extends Uncapitalize<Name> | "Connect" | "Disconnect"
    ? never
    : Uncapitalize<Name>
  : never;

/** What a client passes: the arguments, and a callback where the handler answers something. */
// biome-ignore lint/suspicious/noConfusingVoidType: it is what a function without an answer returns
type Sent<Args extends Arguments, Answer> = [Awaited<Answer>] extends [void]
  ? (...args: Args) => void
  : (...args: [...Args, ack: (...answer: AckArguments<Awaited<Answer>>) => void]) => void;

type AckArguments<Answer> =
  | ([Exclude<Answer, AckValues>] extends [never] ? never : [answer: Exclude<Answer, AckValues>])
  | (Answer extends AckValues<infer Values> ? [...Values] : never);

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

type Flat<Events> = { [Event in keyof Events]: Events[Event] };
