import { type } from "arktype";
import { ackWith, Namespace, on, type SocketIO } from "sio-serve";
import * as v from "valibot";
import * as z from "zod";

/** What the server sends, for whoever connects. */
export interface ServerToClient {
  said: (from: string, text: string) => void;
  time: (ms: number) => void;
}

export const connect = on("connect", z.object({ token: z.string() }), () => {});
export const disconnect = on("disconnect", () => {});
export const anything = on("*", (event: string) => event);
export const add = on("add", (a: number, b: number) => a + b);
export const later = on("later", async (text: string) => text.length);
export const note = on("note", (_text: string) => {});
export const noteLater = on("note later", async () => {});
export const maybe = on("maybe", (id?: string) => (id ? { id } : undefined));
export const divide = on("divide", (a: number, b: number) => ackWith(Math.floor(a / b), a % b));
export const either = on(["one", "two"], (flag: boolean) => flag);
export const whichever = on("either", (ok: boolean) => (ok ? "ok" : ackWith(1, "why")));

export const withZod = on("zod", z.object({ age: z.string().transform(Number) }), ({ age }) => age);
export const withValibot = on("valibot", v.object({ age: v.pipe(v.string(), v.transform(Number)) }), ({ age }) => age);
export const withArktype = on("arktype", type({ age: "string.numeric.parse" }), ({ age }) => age);
export const withList = on("list", [z.string(), v.optional(v.number(), 7)], (name, count) => [name, count] as const);

export class Chat extends Namespace {
  onConnect(_auth: unknown) {}
  onDisconnect(_reason: string) {}
  onMessage(text: string) {
    return text.length;
  }
  async onMyEvent(_value: number) {}
  only() {}
}

export const admin = new Chat("/admin");

// biome-ignore lint/style/noDefaultExport: plain Socket.IO code beside the rest
export default (io: SocketIO["io"]) => void io;
// biome-ignore lint/suspicious/noExplicitAny: an export of a type that nobody knows must not spoil the others
export const http = {} as any;
export const helper = (text: string) => text.trim();
export const constants = { events: "none", namespace: "/" };
