import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
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
export async function loadSocketIO(place: string): Promise<SocketIOCopy> {
  const ours = versionAt(createRequire(import.meta.url));
  const theirs = versionAt(createRequire(join(place, "noop.js")));
  if (!theirs || !ours || theirs.file === ours.file || majorOf(theirs) !== majorOf(ours)) {
    const { Server } = await import("socket.io");
    return { Server, version: ours?.version ?? "unknown", own: false };
  }
  const copy = (await import(pathToFileURL(theirs.main).href)) as { default: { Server: typeof Server } };
  return { Server: copy.default.Server, version: theirs.version, own: true };
}

interface Found {
  readonly file: string;
  readonly main: string;
  readonly version: string;
}

function versionAt(require: NodeJS.Require): Found | undefined {
  try {
    const file = require.resolve("socket.io/package.json");
    const { version } = require(file) as { version: string };
    return { file, main: join(dirname(file), "dist/index.js"), version };
  } catch {
    return undefined;
  }
}

function majorOf({ version }: Found): string | undefined {
  return version.split(".")[0];
}
