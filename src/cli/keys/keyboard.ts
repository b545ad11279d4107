import { readFileSync } from "node:fs";

/** Keys of the terminal of this process, one by one. */
export interface Keyboard {
  /** Gives the terminal back as it was. Safe to call twice. */
  close(): void;
}

const ctrlC = "\x03";
const ctrlZ = "\x1a";
const escapeCharacter = "\x1b";

/**
 * Reads keys as they are pressed. Ctrl-C and Ctrl-Z do what they do everywhere; a job in the background leaves the terminal alone until it is
 * brought back. The terminal is given back however the process ends.
 */
export function openKeyboard(onKey: (key: string) => void): Keyboard {
  const { stdin } = process;
  const read = (chunk: Buffer | string) => {
    const text = String(chunk);
    // Arrows and the like are several characters.
    if (text.startsWith(escapeCharacter)) return;
    for (const key of text) {
      if (key === ctrlC) interrupt();
      else if (key === ctrlZ) suspend();
      else onKey(key);
    }
  };
  const begin = () => {
    if (!inForeground()) return;
    stdin.setRawMode(true);
    stdin.resume();
  };
  const giveBack = () => {
    if (!stdin.destroyed) stdin.setRawMode(false);
    stdin.pause();
  };
  const suspend = () => {
    giveBack();
    process.kill(0, "SIGTSTP");
  };
  const close = () => {
    stdin.off("data", read);
    process.off("SIGCONT", begin);
    process.off("exit", giveBack);
    giveBack();
  };
  stdin.on("data", read);
  // A terminal that is closed is told by SIGHUP.
  stdin.on("error", ignore);
  process.on("SIGCONT", begin);
  process.on("exit", giveBack);
  stdin.pause();
  begin();
  return { close };
}

/** In raw mode a terminal does not do it itself: the whole job is told. */
function interrupt(): void {
  if (process.platform === "win32") process.emit("SIGINT", "SIGINT");
  else process.kill(0, "SIGINT");
}

/** Whether the terminal is this job's now. A job in the background is stopped if it touches it (proc(5): pgrp and tpgid). */
function inForeground(): boolean {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const [, , group, , , foreground] = fields;
    return group === foreground;
  } catch {
    return true;
  }
}

function ignore(): void {}
