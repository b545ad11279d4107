import { type Log, type LogFields, type LogLevel, logLevels } from "../lib/log.ts";
import { ownLines } from "./own-lines.ts";
import { printable } from "./printable.ts";
import type { Paint } from "./terminal.ts";

/** How a log is written. */
export interface LogStyle {
  /** Asked for each line, so that it may change. */
  readonly level: () => LogLevel;
  readonly format: "pretty" | "json";
  readonly write: (text: string) => void;
  readonly paint: Paint;
  /** The number of this process among the workers, if it is one. */
  readonly worker?: number;
}

/** A log for people, or one JSON object a line. */
export async function createLog(style: LogStyle): Promise<Log> {
  return style.format === "json" ? jsonLog(style) : prettyLog(style);
}

async function jsonLog({ level, write, worker }: LogStyle): Promise<Log> {
  const { pino } = await import("pino");
  const logger = pino(
    {
      level: "trace",
      base: worker === undefined ? null : { worker },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
    },
    { write },
  );
  const at = (name: Spoken) => (message: string, fields?: LogFields) => {
    if (includes(level(), name)) logger[name]({ ...fields }, message);
  };
  return { trace: at("trace"), debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

type Spoken = Exclude<LogLevel, "silent">;

function includes(level: LogLevel, line: Spoken): boolean {
  return logLevels.indexOf(line) >= logLevels.indexOf(level);
}

function prettyLog({ level, write, paint, worker }: LogStyle): Log {
  const who = worker === undefined ? "" : `${paint.dim(`[${worker}]`)} `;
  const colours: Record<Spoken, (text: string) => string> = {
    trace: paint.dim,
    debug: paint.dim,
    info: paint.cyan,
    warn: paint.yellow,
    error: paint.red,
  };
  const stackOf = ({ error }: LogFields) => {
    const stack = error instanceof Error ? error.stack : undefined;
    return stack && !includes(level(), "debug") ? ownLines(stack) : stack;
  };
  const at =
    (name: Spoken) =>
    (message: string, fields: LogFields = {}) => {
      if (!includes(level(), name)) return;
      const time = paint.dim(new Date().toTimeString().slice(0, 8));
      write(
        `${time} ${colours[name](name.padEnd(5))} ${who}${printable(message)}${showDetail(fields, stackOf(fields), paint)}\n`,
      );
    };
  return { trace: at("trace"), debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** The message says it all but for what does not fit a sentence: a code frame, a hint or a stack, on lines of their own. */
function showDetail({ frame, hint }: LogFields, stack: string | undefined, paint: Paint): string {
  const advice = typeof hint === "string" && `${paint.cyan("→")} ${hint}`;
  const lines = [frame, advice, stack && paint.dim(stack)].filter((part): part is string => typeof part === "string");
  return lines.map((part) => `\n${indent(part)}`).join("");
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
