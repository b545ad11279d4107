import type { Engine } from "./engine.ts";
import { ws } from "./ws.ts";

/** Every engine by the name that the setting gives it. */
export const engines = { ws } satisfies Record<string, Engine>;
