import type { Config } from "../../config/options.ts";
import type { DropLog } from "../../lib/broker/drop-log.ts";
import type { Log } from "../../lib/log.ts";
import { encodeRequest } from "../../queue/encode.ts";
import type { Request } from "../../queue/message.ts";

/** What requests are written with. */
export interface Publishing {
  readonly config: Pick<Config, "queueDialect">;
  readonly log: Log;
  readonly drops: DropLog;
  /** What this server is known as. */
  readonly host: string;
  readonly publish: (text: string) => void;
}

/** Makes what writes requests and publishes them. It never throws, because it runs inside of the application's own `emit`. */
export function publisher({ config, log, drops, host, publish }: Publishing): (request: Request) => void {
  const { queueDialect: dialect } = config;
  let told = false;
  return (request) => {
    if (dialect !== "auto" && !told && request.method === "emit" && request.args.length > 1) {
      told = true;
      log.warn(
        `python-socketio ${dialect} cannot be sent several arguments: those of "${request.event}" arrive there as one list.`,
      );
    }
    try {
      publish(encodeRequest(request, { host, dialect }));
    } catch (error) {
      // A parser of the user's own may carry what JSON does not, such as a bigint.
      drops.add("cannot be written as JSON", { error });
    }
  };
}
