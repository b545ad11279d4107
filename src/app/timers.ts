import { types } from "node:util";
import { currentScope } from "./plain/current.ts";
import { topLevel } from "./top-level.ts";

/** What ends each kind of timer. */
const clears = { setTimeout: "clearTimeout", setInterval: "clearInterval", setImmediate: "clearImmediate" } as const;

type Name = keyof typeof clears;
type Callback = (...args: unknown[]) => unknown;
type Start = (callback: Callback, ...rest: unknown[]) => NodeJS.Timeout | NodeJS.Immediate;

/**
 * Node's `setTimeout`, `setInterval` and `setImmediate`, except that what a file's top-level code starts (and what that starts in turn)
 * is cleared when the file is replaced and when the server stops; likewise for the default export and the connection callbacks of plain
 * Socket.IO code. What handlers start is left alone.
 */
export const ownedTimers: Pick<typeof globalThis, Name> = {
  setTimeout: owned("setTimeout"),
  setInterval: owned("setInterval"),
  setImmediate: owned("setImmediate"),
};

function owned<N extends Name>(name: N): (typeof globalThis)[N] {
  const start: Start = (callback, ...rest) => {
    // Looked up at each call, since tests replace the global ones.
    const native = globalThis[name] as Start;
    const clear = globalThis[clears[name]] as (timer: unknown) => void;
    const life = currentScope() ?? topLevel.life;
    if (!life || typeof callback !== "function") return native(callback, ...rest);
    const timer = native(
      function (this: unknown, ...args) {
        if (name !== "setInterval") forget();
        const code = () => callback.apply(this, args);
        return types.isAsyncFunction(callback) ? topLevel.run(life, code) : topLevel.call(life, code);
      },
      ...rest,
    );
    const forget = life.onDispose(() => clear(timer));
    return timer;
  };
  // `util.promisify` finds its own form of a timer there.
  return Object.defineProperties(start, Object.getOwnPropertyDescriptors(globalThis[name])) as (typeof globalThis)[N];
}
