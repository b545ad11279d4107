import type { AckValues } from "./ack.ts";
import type { Checked, OutputOf, Schema, Schemas, Sendable } from "./schema.ts";

// biome-ignore lint/suspicious/noExplicitAny: users annotate the arguments that their clients send
export type Arguments = any[];

/** The events of one direction: by name, a function with the event's arguments, and last the ack if there is one. */
// biome-ignore lint/suspicious/noExplicitAny: an ack may be called with anything
export type EventMap = Record<string, any>;

/** The events of clients that nobody has described: any name, any arguments. */
export interface AnyEvents {
  // biome-ignore lint/suspicious/noExplicitAny: nothing is known of them
  [event: string]: (...args: any[]) => void;
}

type Ack<A extends Arguments = Arguments> = (...answer: A) => void;

/** An event's arguments, without the ack. */
export type ArgumentsOf<Event> = Event extends (...args: infer A extends Arguments) => unknown
  ? A extends [...infer Rest, Ack?]
    ? Rest
    : A
  : never;

/** What a handler of an event may return: the ack's value, several with `ackWith`, or a promise of either. */
export type AnswerOf<Event> = Event extends (...args: [...infer _, Ack<infer A>?]) => unknown
  ? A[0] | AckValues<A> | PromiseLike<A[0] | AckValues<A>>
  : unknown;

/** The handler of an event that a map describes. */
export type HandlerOf<Event> = (...args: ArgumentsOf<Event>) => AnswerOf<Event>;

/** What the events of the connection itself are called with. */
export interface Lifecycle {
  // biome-ignore lint/suspicious/noExplicitAny: users annotate what their clients send as auth
  connect: (auth: any) => unknown;
  disconnect: (reason: string) => unknown;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any event
  "*": (event: string, ...args: any[]) => unknown;
}

/**
 * What `on` returns: nothing to use, but something to export, so that a client can take the types of your events from the handlers
 * file. See {@link EventsOf}.
 */
export interface Registered<Name extends string, Args extends Arguments, Answer> {
  /** The events that it handles. */
  readonly events: readonly Name[];
  /** Never there: it carries the types. */
  readonly signature?: (...args: Args) => Answer;
}

/** What a client passes: the arguments, and a callback where the handler answers something. */
type Sent<Args extends Arguments, Answer> = [Exclude<Awaited<Answer>, void | undefined>] extends [never]
  ? (...args: Args) => void
  : (...args: [...Args, ack: (answer: Awaited<Answer>) => void]) => void;

type EventsOfClass<N> = {
  [Method in keyof N as Method extends `on${infer Name}`
    ? Name extends "Connect" | "Disconnect"
      ? never
      : Uncapitalize<Name>
    : never]: N[Method] extends (...args: infer Args extends Arguments) => infer Answer ? Sent<Args, Answer> : never;
};

type EventsOfExport<Export> =
  Export extends Registered<infer Name, infer Args, infer Answer>
    ? { [Event in Name as Event extends keyof Lifecycle ? never : Event]: Sent<Args, Answer> }
    : Export extends abstract new (
          ...args: never[]
        ) => { readonly namespace: string }
      ? EventsOfClass<InstanceType<Export>>
      : Export extends { readonly namespace: string; triggerEvent: unknown }
        ? EventsOfClass<Export>
        : never;

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/**
 * The events that a client can send to a handlers file, from the types of what the file exports: what `on` returned, and namespace
 * classes. Only types are imported, so nothing of the server reaches the browser.
 *
 * @example
 * // handlers.ts
 * export const add = on("add", (a: number, b: number) => a + b);
 * // client.ts
 * import type { EventsOf } from "sio-serve";
 * const socket: Socket<ServerEvents, EventsOf<typeof import("./handlers.ts")>> = io();
 * const sum = await socket.emitWithAck("add", 1, 2);   // number
 */
export type EventsOf<File> = {
  [Event in keyof Intersection<EventsOfExport<File[keyof File]>>]: Intersection<
    EventsOfExport<File[keyof File]>
  >[Event];
};

/** Where a handler listens. */
export interface Where {
  /** The namespace, such as `"/admin"`; `"*"` is any. Default: the file's own (`"/"` for a single handlers file). */
  readonly namespace?: string;
}

type OneOrMore<Name extends string> = Name | readonly Name[];

/**
 * Handles an event of the clients. What the handler returns (or resolves with) is the ack; `undefined` is an ack without a value, and
 * `ackWith` gives several.
 *
 * Special names: `"connect"` gets the client's `auth`, and refuses by returning `false` or throwing `ConnectionRefusedError`;
 * `"disconnect"` gets the reason; `"*"` gets the name and the arguments of every event without a handler of its own.
 *
 * With a schema (zod, valibot, arktype, or any other that speaks Standard Schema; a list has one for each argument), the handler is
 * only called with what fits, and its arguments are inferred; anything else is acked with
 * `{ error: { code: "invalid_payload", issues } }`.
 *
 * @throws TypeError for a name that is no text or Socket.IO's own, and for a handler that is no function
 * @example
 * on("add", (a: number, b: number) => a + b);   // client: await socket.emitWithAck("add", 1, 2)
 * on("say", z.object({ text: z.string() }), ({ text }) => text.length);
 */
export interface On<In extends EventMap> {
  <Name extends keyof Lifecycle>(event: Name, handler: Lifecycle[Name], where?: Where): Registered<Name, [], void>;
  <const Name extends string & keyof In, const S extends Schemas, Answer>(
    events: OneOrMore<Name>,
    schemas: S,
    handler: (...args: Checked<S>) => Answer,
    where?: Where,
  ): Registered<Name, Sendable<S>, Answer>;
  <const Name extends string & keyof In, H extends HandlerOf<In[Name]>>(
    events: OneOrMore<Name>,
    handler: H,
    where?: Where,
  ): Registered<Name, Parameters<H>, ReturnType<H>>;
}
