import { inspect } from "node:util";
import { printable } from "../printable.ts";
import type { Paint } from "../terminal.ts";
import type { Note, NoteOf } from "./note.ts";

/** Turns a note into what is printed, with the line break at its end. */
export type Show = (note: Note) => string;

/** One JSON object a line, for programs. Bytes are what `Buffer.from` takes back. */
export const showJson: Show = (note) => `${JSON.stringify({ time: new Date().toISOString(), ...note })}\n`;

/** A line for people: the time, which way it went, and what it carried. */
export function showFor(paint: Paint): Show {
  return (note) => {
    // Each type has its own line, which TypeScript cannot follow through a look-up.
    const line = (lines[note.type] as (note: Note, paint: Paint) => string)(note, paint);
    return `${paint.dim(new Date().toTimeString().slice(0, 8))} ${line}\n`;
  };
}

const lines: { readonly [Type in Note["type"]]: (note: NoteOf<Type>, paint: Paint) => string } = {
  connect: ({ namespace, id }, paint) => `${paint.green("●")} connected to ${printable(namespace)} as ${printable(id)}`,
  event: ({ namespace, event, args, asks }, paint) =>
    [
      paint.cyan("←"),
      ...placeOf(namespace, paint),
      paint.bold(nameOf(event)),
      ...args.map(showValue),
      ...(asks ? [paint.yellow("(waits for ack)")] : []),
    ].join(" "),
  ack: ({ namespace, event, args, tookMs }, paint) =>
    [
      paint.green("✓"),
      ...placeOf(namespace, paint),
      paint.bold(nameOf(event)),
      ...args.map(showValue),
      paint.dim(`${Math.round(tookMs)} ms`),
    ].join(" "),
  disconnect: ({ namespace, reason }, paint) =>
    `${paint.red("●")} disconnected from ${printable(namespace)}: ${reasons[reason] ?? printable(reason)}`,
  retry: ({ message }, paint) =>
    `${paint.yellow("●")} not back yet: ${failures[message] ?? printable(message)}; trying on`,
};

function placeOf(namespace: string, paint: Paint): readonly string[] {
  return namespace === "/" ? [] : [paint.dim(printable(namespace))];
}

/** As it would have to be typed. */
function nameOf(event: string): string {
  return /^[^\s"'{[][^\s]*$/.test(event) && Number.isNaN(Number(event)) ? printable(event) : JSON.stringify(event);
}

/** JSON where the value is JSON, so that it can be typed again; else as Node shows it. */
function showValue(value: unknown): string {
  return printable(
    hasBytes(value) ? inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 8 }) : asJson(value),
  );
}

function asJson(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

function hasBytes(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer || Object.values(value).some(hasBytes);
}

/** What Socket.IO's reasons mean. https://socket.io/docs/v4/client-socket-instance/#disconnect */
const reasons: Readonly<Record<string, string>> = {
  "io server disconnect": "the server has sent this client away",
  "io client disconnect": "you have left",
  "ping timeout": "the server was silent for too long",
  "transport close": "the connection was closed",
  "transport error": "the connection broke",
  "parse error": "the server sent what is not Socket.IO",
};

/** What the client's errors mean while it tries to come back. */
const failures: Readonly<Record<string, string>> = {
  "xhr poll error": "the server cannot be reached",
  "websocket error": "the server cannot be reached",
  timeout: "the server does not answer in time",
};
