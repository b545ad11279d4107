import { Socket } from "node:net";
import type { UpgradeListener } from "./feature.ts";

/**
 * What the listeners of servers look like. Nothing else tells whose a listener is: Engine.IO's have been written like this since
 * version 3, those of `new WebSocketServer({ server })` since version 3 of ws.
 */
const looks = {
  "socket.io": /\bcheck\s*\(req\)[\s\S]*\b(?:this|self)\.handleUpgrade\(req, socket, head\)/,
  ws: /\bthis\.handleUpgrade\(req, socket, head,/,
} as const;

/** Which server a listener is of; `undefined` for all others, which may well choose what they answer. */
export function kindOf(listener: UpgradeListener): keyof typeof looks | undefined {
  const source = String(listener);
  return (Object.keys(looks) as (keyof typeof looks)[]).find((kind) => looks[kind].test(source));
}

/** Whether a listener of Engine.IO answers below a path. It looks at the URL first, and is stopped before it looks at anything else. */
export function answers(listener: UpgradeListener, path: string): boolean {
  const known: Readonly<Record<PropertyKey, string>> = { url: `${path.replace(/\/$/, "")}/`, method: "GET" };
  const request = new Proxy(known, {
    get(target, name) {
      if (!Object.hasOwn(target, name)) throw new Answered();
      return target[name];
    },
  });
  // What it does not answer, it closes after a while.
  const closed = new Socket().destroy();
  try {
    listener(request, closed, Buffer.alloc(0));
    return false;
  } catch (error) {
    if (error instanceof Answered) return true;
    throw error;
  }
}

class Answered extends Error {}
