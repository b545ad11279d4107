import type { HttpResponse } from "uWebSockets.js";

/** The methods that throw once a response was aborted, but for those that have another answer below. */
const methods = [
  ...["writeStatus", "writeHeader", "write", "end", "endWithoutBody", "close"],
  ...["onData", "onAborted", "onWritable", "pause", "resume"],
];

/**
 * Lets code that knows nothing of it go on with a response whose client has gone: its methods then do nothing, where the library's throw.
 * Engine.IO asks middlewares in between, and does not look whether the client is still there.
 */
export function surviveAbort(response: HttpResponse): void {
  const listeners: (() => void)[] = [];
  response.onAborted(() => {
    const inert = Object.fromEntries(methods.map((method) => [method, () => response]));
    const upgrade = ({ transport }: { readonly transport: Lost }) => {
      transport.socket = { end() {} };
      transport.onClose();
    };
    const cork = (step: () => void) => {
      step();
      return response;
    };
    Object.assign(response, inert, { cork, upgrade, getRemoteAddressAsText: () => new ArrayBuffer(0) });
    for (const listener of listeners) listener();
  });
  // The library knows one listener, which the next would take the place of.
  response.onAborted = (listener) => {
    listeners.push(listener);
    return response;
  };
}

/** The transport of a connection that was lost before it was made. */
interface Lost {
  socket: unknown;
  onClose(): void;
}
