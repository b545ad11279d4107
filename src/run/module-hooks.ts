import { ownedTimers } from "../app/timers.ts";
import type { ModuleGraphOptions, ModuleVersion } from "../modules/index.ts";
import { currentApp, runFor } from "./current-app.ts";
import { type Hot, hot } from "./hot.ts";
import type { SocketIO } from "./socketio.ts";

/** The functions of this package that belong to the file that calls them. */
const registering: ReadonlySet<string> = new Set([
  "on",
  "onEvent",
  "event",
  "onNamespace",
  "onError",
  "onErrorDefault",
  "startBackgroundTask",
  "onDispose",
]);

type Api = Readonly<Record<string, unknown>>;
type Hooks = Pick<ModuleGraphOptions, "provided" | "timers" | "around">;

/**
 * Lets a module graph tell the application which of its files registers and starts what. Each file gets a view of `api`, which is what
 * it imports as "sio-serve": the functions that register do so in its name, whenever they are called; all else is the same for all.
 */
export function moduleHooks(app: SocketIO, api: Api): Hooks {
  const views = new WeakMap<ModuleVersion, Api>();
  const viewOf = (importer: ModuleVersion) => {
    const known = views.get(importer);
    if (known) return known;
    const view = viewFor(importer, app, api);
    views.set(importer, view);
    return view;
  };
  return {
    provided: (specifier, importer) => (specifier === "sio-serve" ? viewOf(importer) : undefined),
    timers: ownedTimers,
    around: (module, code) => app.parts.evaluate(module, code),
  };
}

function viewFor(version: ModuleVersion, app: SocketIO, api: Api): Api {
  const part = app.parts.of(version);
  const inItsName = (name: string, value: unknown) => {
    if (!registering.has(name)) return value;
    const register = value as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => {
      const call = () => app.parts.callFrom(part, () => register(...args));
      return currentApp() === app ? call() : runFor(app, call);
    };
  };
  const view = Object.fromEntries(Object.entries(api).map(([name, value]) => [name, inItsName(name, value)]));
  const own: Hot = {
    data: app.parts.dataOf(version.file),
    decline() {
      part.declined = true;
    },
    get replaying() {
      return hot.replaying;
    },
  };
  return { ...view, hot: own };
}
