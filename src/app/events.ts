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

type IsAny<T> = 0 extends 1 & T ? true : false;

/** The ack among an event's arguments: a function, required or not, in the last place. */
type AckOf<A extends Arguments> =
  Required<A> extends [...infer _, infer Last] ? (IsAny<Last> extends true ? never : Extract<Last, Ack>) : never;

type WithoutLast<A extends Arguments> = A extends [...infer Rest, unknown]
  ? Rest
  : A extends [...infer Rest, unknown?]
    ? Rest
    : A;

/** An event's arguments, without the ack. */
export type ArgumentsOf<Event> = Event extends (...args: infer A extends Arguments) => unknown
  ? [AckOf<A>] extends [never]
    ? A
    : WithoutLast<A>
  : never;

// biome-ignore lint/suspicious/noConfusingVoidType: it is what a handler without an answer returns
type FirstOf<Values extends Arguments> = Values extends [] ? void : Values[0];
type Answer<Values extends Arguments> = FirstOf<Values> | AckValues<Values>;

/** What a handler of an event may return: the ack's value, several with `ackWith`, or a promise of either. */
export type AnswerOf<Event> = Event extends (...args: infer A extends Arguments) => unknown
  ? [AckOf<A>] extends [Ack<infer Values>]
    ? [AckOf<A>] extends [never]
      ? unknown
      : Answer<Values> | PromiseLike<Answer<Values>>
    : unknown
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
 * file. See `EventsOf`.
 */
export interface Registered<Name extends string, Args extends Arguments, Answer> {
  /** The events that it handles. */
  readonly events: readonly Name[];
  /** Never there: it carries the types. */
  readonly signature?: (...args: Args) => Answer;
}

/** Where a handler listens. */
export interface Where {
  /** The namespace, such as `"/admin"`; `"*"` is any. Default: the file's own (`"/"` for a single handlers file). */
  readonly namespace?: string;
}

type OneOrMore<Name extends string> = Name | readonly Name[];

/** `S` itself if it takes every payload that clients may send, which nobody knows of an event that is not described. */
type Fitting<S, Event> = unknown[] extends ArgumentsOf<Event> ? S : ArgumentsOf<Event> extends Sendable<S> ? S : never;

/**
 * Handles an event of the clients. What the handler returns (or resolves with) is the ack; `undefined` is an ack without a value, and
 * `ackWith` gives several.
 *
 * Special names: `"connect"` gets the client's `auth`, and refuses by returning `false` or throwing `ConnectionRefusedError`;
 * `"disconnect"` gets the reason; `"*"` gets the name and the arguments of every event without a handler of its own.
 *
 * With a schema (zod, valibot, arktype, or any other that speaks Standard Schema) for the first argument, or a list with one for each,
 * the handler is called with exactly what they have checked and transformed, and its arguments are inferred. Anything else is acked with
 * `{ error: { code: "invalid_payload", issues: [{ message, path }] } }`; to `"connect"`, it refuses the client, with `err.data` being
 * `{ code: "invalid_payload", issues }`.
 *
 * @throws TypeError for a name that is no text or Socket.IO's own, for a handler that is no function, for what is no schema, and for a
 *   schema on `"disconnect"` or `"*"`
 * @example
 * on("add", (a: number, b: number) => a + b);   // client: await socket.emitWithAck("add", 1, 2)
 * on("say", z.object({ text: z.string() }), ({ text }) => text.length);
 * on("move", [z.number(), z.number()], (x, y) => [x, y]);
 */
export interface On<In extends EventMap> {
  <Name extends keyof Lifecycle>(event: Name, handler: Lifecycle[Name], where?: Where): Registered<Name, [], void>;
  <S extends Schema>(
    event: "connect",
    schema: S,
    handler: (auth: OutputOf<S>) => unknown,
    where?: Where,
  ): Registered<"connect", [], void>;
  <const Name extends string & keyof In, const S extends Schemas, Answer extends AnswerOf<In[Name]>>(
    events: OneOrMore<Name>,
    schemas: Fitting<S, In[Name]>,
    handler: (...args: Checked<S>) => Answer,
    where?: Where,
  ): Registered<Name, Sendable<S>, Answer>;
  <const Name extends string & keyof In, H extends HandlerOf<In[Name]>>(
    events: OneOrMore<Name>,
    handler: H,
    where?: Where,
  ): Registered<Name, Parameters<H>, ReturnType<H>>;
}
