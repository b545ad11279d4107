import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Server } from "socket.io";

/** A copy of Socket.IO. */
export interface SocketIOCopy {
  readonly Server: typeof Server;
  readonly version: string;
  /** Whether it is the project's own, so that `instanceof` and types agree with the handlers' imports. */
  readonly own: boolean;
}

/**
 * Socket.IO's class as code at `place` (a file or a folder) would import it, if that is of our major version; else the one this package
 * depends on.
 */
export function loadSocketIO(place: string): SocketIOCopy {
  const ours = copyAt(import.meta.url);
  const theirs = copyAt(join(place, "noop.js"));
  if (!theirs || !ours || theirs.folder === ours.folder || majorOf(theirs) !== majorOf(ours)) {
    return { Server: serverOf(ours), version: ours?.version ?? "unknown", own: false };
  }
  return { Server: serverOf(theirs), version: theirs.version, own: true };
}

const require = createRequire(import.meta.url);

/** It is CommonJS: imported as a module, Node would first search the text of all its files for the names that they export. */
function serverOf(copy: Copy | undefined): typeof Server {
  return (require(copy ? join(copy.folder, "dist/index.js") : "socket.io") as typeof import("socket.io")).Server;
}

interface Copy {
  readonly folder: string;
  readonly version: string;
}

function copyAt(place: string): Copy | undefined {
  try {
    const file = createRequire(place).resolve("socket.io/package.json");
    const { version } = require(file) as { version: string };
    return { folder: dirname(file), version };
  } catch {
    return undefined;
  }
}

function majorOf({ version }: Copy): string | undefined {
  return version.split(".")[0];
}
