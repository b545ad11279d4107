import type { Phase, Progress } from "../../bench/progress.ts";
import { showCount, showMany } from "./figures.ts";

/** A terminal, as far as one line of it goes. */
export interface Terminal {
  readonly write: (text: string) => void;
  readonly columns: number;
}

/** What is to be reached. */
export interface Aim {
  readonly connections: number;
  readonly durationMs: number;
}

/** A line of a terminal that is written again and again. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Leaves the line empty. */
  clear(): void;
}

const eraseLine = "\r\x1b[2K";

const phases: Readonly<Record<Phase, (progress: Progress, aim: Aim) => string>> = {
  connecting: ({ open }, { connections }) => `connecting: ${showCount(open)} of ${showCount(connections)}`,
  sending: ({ elapsedMs }, { durationMs }) => `sending: ${seconds(elapsedMs)} of ${seconds(durationMs)} s`,
  waiting: () => "waiting for what is on its way",
};

/** Shows how far a load test is. */
export function progressLine({ write, columns }: Terminal, aim: Aim): ProgressLine {
  let before: Progress | undefined;
  return {
    show(progress) {
      const { phase, open, sent, answered, problems } = progress;
      const rate = before?.phase === phase ? (sent - before.sent) / (progress.elapsedMs - before.elapsedMs) : 0;
      before = progress;
      const parts = [
        phases[phase](progress, aim),
        phase !== "connecting" && `${showMany(open, "connection")}`,
        phase === "sending" && `${showCount(rate * 1_000)} messages/s`,
        phase === "waiting" && `${showCount(sent - answered)} not acknowledged`,
        problems > 0 && showMany(problems, "problem"),
      ];
      write(
        eraseLine +
          parts
            .filter(Boolean)
            .join(" · ")
            .slice(0, columns - 1),
      );
    },
    clear: () => write(eraseLine),
  };
}

function seconds(ms: number): string {
  return String(Math.round(ms / 1_000));
}
