import type { Config } from "../../config/options.ts";
import type { Log } from "../../lib/log.ts";
import { encodeRequest } from "../../queue/encode.ts";
import type { Request } from "../../queue/message.ts";

/** What requests are written with. */
export interface Publishing {
  readonly config: Pick<Config, "queueDialect">;
  readonly log: Log;
  /** What this server is known as. */
  readonly host: string;
  /** Publishes what `write` returns. It never throws, because that runs inside of the application's own `emit`. */
  readonly publish: (write: () => string) => void;
}

/** Makes what writes requests and publishes them. */
export function publisher({ config, log, host, publish }: Publishing): (request: Request) => void {
  const { queueDialect: dialect } = config;
  let told = false;
  return (request) => {
    if (dialect !== "auto" && !told && request.method === "emit" && request.args.length > 1) {
      told = true;
      log.warn(
        `python-socketio ${dialect} cannot be sent several arguments: those of "${request.event}" arrive there as one list.`,
      );
    }
    publish(() => encodeRequest(request, { host, dialect }));
  };
}
