import { clearScreenDown, createInterface, cursorTo, moveCursor } from "node:readline";
import type { Edge } from "../edge.ts";
import { showError } from "../report.ts";
import { runLine, type Talk } from "./commands.ts";
import { complete } from "./complete.ts";
import { readHistory } from "./history.ts";

/** A line at which commands are typed, while events come in above it. */
export interface Prompt {
  /** Writes above the line that is being typed, which stays as it is. */
  print(text: string): void;
  /** Resolves when whoever types has left: quit, Ctrl-D, or Ctrl-C twice. */
  readonly closed: Promise<void>;
  /** Gives the terminal back. Safe to call twice. */
  close(): void;
}

/** Asks for commands at the terminal of this process, and runs each. What goes wrong is told, and the next may be typed. */
export async function openPrompt(talk: Talk, edge: Edge): Promise<Prompt> {
  const { conversation } = talk;
  const paint = edge.paint.stdout;
  const history = await readHistory(edge.env);
  const typed: string[] = [];
  let open = true;
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    history: [...history.lines].reverse(),
    removeHistoryDuplicates: true,
    completer: (line: string) => complete(line, conversation),
  });
  const print = (text: string) => {
    if (!open) return void process.stdout.write(text);
    // What is being typed may be longer than a row.
    const { rows } = terminal.getCursorPos();
    moveCursor(process.stdout, 0, -rows);
    cursorTo(process.stdout, 0);
    clearScreenDown(process.stdout);
    process.stdout.write(text);
    terminal.prompt(true);
  };
  const ask = () => {
    terminal.setPrompt(`${paint.bold(conversation.current)}> `);
    terminal.prompt();
  };
  let toldHowToLeave = false;
  terminal.on("SIGINT", () => {
    if (terminal.line === "" && toldHowToLeave) return terminal.close();
    toldHowToLeave = terminal.line === "";
    // As a shell does: the line is given up.
    terminal.write(null, { ctrl: true, name: "e" });
    terminal.write(null, { ctrl: true, name: "u" });
    if (toldHowToLeave) print(paint.dim("Ctrl-C again, or Ctrl-D, to leave.\n"));
  });
  terminal.on("line", (line) => {
    toldHowToLeave = false;
    typed.push(line);
    void runLine(line, { ...talk, say: print })
      .catch((error: unknown) => print(showError(error, { paint, verbose: false })))
      .finally(() => {
        if (/^\s*quit\s*$/.test(line)) terminal.close();
        else if (open) ask();
      });
  });
  const closed = new Promise<void>((resolve) => {
    terminal.once("close", () => {
      open = false;
      // Ctrl-D leaves the cursor behind the prompt.
      process.stdout.write("\n");
      void history.save([...history.lines, ...typed]).then(resolve);
    });
  });
  print(paint.dim("help lists the commands; Ctrl-D leaves.\n"));
  ask();
  return { print, closed, close: () => terminal.close() };
}
