import type { DispatchState } from "./dispatch.ts";
import { Registry } from "./registry.ts";

/** How events are handled until a server says otherwise: by nobody yet. */
export function initialState(onFault: DispatchState["onFault"]): DispatchState {
  return {
    registry: new Registry(),
    asyncHandlers: true,
    alwaysConnect: false,
    sharedSession: false,
    onFault,
    onInvalid: () => {},
    running: new Set(),
  };
}
