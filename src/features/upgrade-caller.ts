/** Who has called a method of an emitter. */
export interface Caller {
  /** The package that made the server, where that is not the user's own code. @example "express-ws" */
  readonly packageName?: string | undefined;
  /** The line of the user's code: path, line and column. */
  readonly place?: string | undefined;
}

/** Packages that are made to be called by others, so that they say nothing of who wanted a server. */
const foundations = /^(?:ws|engine\.io|socket\.io(?:-\w+)?)$/;

/** Reads who has called `on()` off the stack; for listeners of "newListener". */
export function findCaller(): Caller {
  let packageName: string | undefined;
  for (const place of placesAboveEmitter()) {
    const name = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(place)?.[1];
    if (name === undefined) return { packageName, place: place.startsWith(import.meta.dirname) ? undefined : place };
    if (!foundations.test(name)) packageName ??= name;
  }
  return { packageName };
}

/** A package that makes a server late is further up the stack than Node shows by itself. */
const frames = 40;

/** The places in files, from the call of the emitter upwards. */
function placesAboveEmitter(): readonly string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = frames;
  const lines = String(new Error().stack).split("\n");
  Error.stackTraceLimit = stackTraceLimit;
  const emitter = lines.findIndex((line) => line.includes("(node:events:"));
  return lines.slice(emitter).flatMap((line) => {
    const [, place] = /^\s+at (?:.*?\()?(?:file:\/\/)?([^()]+:\d+:\d+)\)?$/.exec(line) ?? [];
    return place === undefined || place.startsWith("node:") ? [] : [place];
  });
}
