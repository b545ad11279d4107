type Colour = (text: string) => string;

/** The colours that are used, or the same functions without any effect. */
export type Paint = Readonly<Record<"bold" | "dim" | "red" | "yellow" | "green" | "cyan", Colour>>;

/** One for each stream, since one may be a terminal and the other a file. */
export interface Paints {
  readonly stdout: Paint;
  readonly stderr: Paint;
}

/** Colours for a stream: those that it can show, none with NO_COLOR, and with FORCE_COLOR always. */
export async function paintFor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Promise<Paint> {
  const forced = env.FORCE_COLOR !== undefined;
  if ((!stream.isTTY || env.NO_COLOR) && !forced) return plain;
  const { Chalk, supportsColor } = await import("chalk");
  return new Chalk({ level: supportsColor ? supportsColor.level : 0 });
}

const asItIs: Colour = (text) => text;

/** No colours. */
export const plain: Paint = { bold: asItIs, dim: asItIs, red: asItIs, yellow: asItIs, green: asItIs, cyan: asItIs };

/** Puts a question to whoever sits at the terminal; the end of input is an empty answer. */
export async function askTerminal(question: string): Promise<string> {
  // Loaded here because hardly any command asks.
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  try {
    return await Promise.race([terminal.question(question), closed]);
  } finally {
    terminal.close();
  }
}
