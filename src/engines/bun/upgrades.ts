import type { BunServer } from "./runtime.ts";

type Upgrading = Pick<BunServer, "upgrade">;

/**
 * What the package asks to upgrade a request. It keeps this for as long as the client stays, so that nothing may hang on it: the request is
 * let go of with the one call that there is.
 *
 * @param engine goes with the WebSocket
 */
export function upgradeOnce(request: Request, server: Upgrading, engine: object): Upgrading {
  let pending: Request | undefined = request;
  return {
    upgrade(_, { headers, data }) {
      const original = pending;
      pending = undefined;
      if (!original) return false;
      return server.upgrade(original, { ...(headers && { headers }), data: { ...(data as object), engine } });
    },
  };
}

/** The answer to a handshake, but nothing to change to is offered. */
export async function withoutUpgrades(answer: Response): Promise<Response> {
  const { status, headers } = answer;
  const text = await answer.text();
  return new Response(text.replace('"upgrades":["websocket"]', '"upgrades":[]'), { status, headers });
}
