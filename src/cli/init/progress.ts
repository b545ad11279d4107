import type { Edge } from "../edge.ts";

/**
 * Shows that something is going on until the promise settles: at a terminal one line with the seconds, elsewhere the text alone.
 * Resolves or rejects as the promise does.
 */
export async function showProgress<Value>(text: string, work: Promise<Value>, { stderr, ask }: Edge): Promise<Value> {
  if (!ask) {
    stderr(`${text}\n`);
    return work;
  }
  const since = performance.now();
  const draw = () => stderr(`\r${text} … ${Math.round((performance.now() - since) / 1_000)} s `);
  draw();
  const timer = setInterval(draw, 1_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    stderr(eraseLine);
  }
}

/** To the start of the line, and nothing after it. */
const eraseLine = "\r\u001b[2K";
