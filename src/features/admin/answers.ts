import type { IncomingMessage } from "node:http";
import type { Installation } from "../feature.ts";
import { type Answer, refusal } from "./answer.ts";
import { readBody } from "./body.ts";
import { emit } from "./emit.ts";
import { entranceFor } from "./entrance.ts";
import { stats } from "./stats.ts";

/** Answers one kind of request. */
type Verb = (request: IncomingMessage) => Promise<Answer>;

/** Makes what answers the requests of programs that know the token. */
export function answersFor(installation: Installation): Verb {
  const { config } = installation;
  const refused = entranceFor(config.adminToken ?? "");
  const verbs: Readonly<Record<string, { readonly method: string; readonly answer: Verb }>> = {
    "/emit": {
      method: "POST",
      async answer(request) {
        const body = await readBody(request, config.maxHttpBufferSize);
        return typeof body === "string" ? emit(body, installation) : body;
      },
    },
    "/stats": { method: "GET", answer: () => stats(installation) },
  };
  return async (request) => {
    const why = refused(request);
    if (why) return why;
    const { method, url = "/" } = request;
    const [path = ""] = url.split("?");
    const verb = Object.hasOwn(verbs, path) ? verbs[path] : undefined;
    if (!verb) return refusal(404, "There is POST /emit, and GET /stats.");
    if (method !== verb.method)
      return refusal(405, `Use ${verb.method} for ${path}, not ${method}.`, { Allow: verb.method });
    return verb.answer(request);
  };
}
