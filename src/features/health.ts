import type { ServerResponse } from "node:http";
import type { Feature } from "./feature.ts";

/**
 * Tells load balancers and supervisors how the server is: `GET /healthz` answers 200 while it runs at all, `GET /readyz` 200 while it
 * takes clients and 503 once it stops, or while the broker is away that the settings require. Anybody may ask, so the answer says nothing
 * else about the server.
 */
export const health: Feature = {
  wanted: (config) => config.health,

  install({ config, brokerConnected }) {
    let stopping = false;
    const whyNotReady = () => {
      if (stopping) return "stopping";
      return config.requireAdapter && !brokerConnected() ? "adapter away" : undefined;
    };
    const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
      "/healthz": (response) => answer(response, 200, { status: "ok", uptime: Math.floor(process.uptime()) }),
      "/readyz": (response) => {
        const why = whyNotReady();
        answer(response, why === undefined ? 200 : 503, { status: why ?? "ready" });
      },
    };
    return {
      route({ method, url = "/" }, response, next) {
        const [path = ""] = url.split("?");
        const tell = Object.hasOwn(answers, path) ? answers[path] : undefined;
        if (tell && (method === "GET" || method === "HEAD")) tell(response);
        else next();
      },
      onStop() {
        stopping = true;
      },
    };
  },
};

function answer(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" })
    .end(`${JSON.stringify(body)}\n`);
}
