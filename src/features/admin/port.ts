import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Config } from "../../config/options.ts";
import { SioError } from "../../errors.ts";
import type { Installation, Installed } from "../feature.ts";
import { refusal, write } from "./answer.ts";
import { answersFor } from "./answers.ts";
import { figures } from "./stats.ts";

/** How long requests that are under way may take when the server stops, in ms. */
const graceMs = 2_500;

/** How long a request may take to arrive, in ms. */
const arrivalMs = 10_000;

/** Makes the admin port, which opens with the server. Workers share it: each request is answered by one of them. */
export function makeAdminPort(installation: Installation): Installed {
  const { config, log, roster } = installation;
  const stopAnswering = roster?.answer(() => figures(installation));
  const answers = answersFor(installation);
  const server = createServer({ requestTimeout: arrivalMs, headersTimeout: arrivalMs }, (request, response) => {
    void answers(request)
      .catch((error: unknown) => {
        // Nobody waits for the answer to a request that did not arrive whole.
        if (!request.complete) return refusal(400, "The request ended too early.");
        log.error(`The admin port could not answer ${request.method} ${request.url}: ${error}`, { error });
        return refusal(500, "The server could not answer. Its log says why.");
      })
      .then((answer) => write(response, answer));
  });
  return {
    open: () => listen(server, config),
    async close() {
      await end(server);
      stopAnswering?.();
    },
  };
}

/** Rejects with an SioError `unavailable` if the address cannot be had. */
async function listen(server: Server, { adminHost: host, adminPort: port }: Config): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    throw new SioError(
      "unavailable",
      `The admin port ${port} on ${host} ${reasons[code] ?? `cannot be had: ${message}`}.`,
      {
        hint: `Choose another with --admin-port or --admin-host. To see who has it: lsof -i :${port}`,
        cause,
      },
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "is taken, perhaps by another server that still runs",
  EACCES: "may not be listened on by this user",
  EADDRNOTAVAIL: "is at no address of this machine",
  ENOTFOUND: "is at a host that has no address",
};

async function end(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(late);
}
