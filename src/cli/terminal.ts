import { Chalk as ChalkClass, type ChalkInstance, supportsColor, supportsColorStderr } from "chalk";

/** Colours, or the same functions without any. */
export type Chalk = ChalkInstance;

/** Colours for a stream: those it can show, none with NO_COLOR, and with FORCE_COLOR always. */
export function paintFor(stream: "stdout" | "stderr", env: Readonly<Record<string, string | undefined>>): Chalk {
  const support = stream === "stdout" ? supportsColor : supportsColorStderr;
  const none = env.NO_COLOR !== undefined && env.NO_COLOR !== "" && env.FORCE_COLOR === undefined;
  return new ChalkClass({ level: none || !support ? 0 : support.level });
}
