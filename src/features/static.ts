import { stat } from "node:fs/promises";
import { SioError } from "../errors.ts";
import type { Feature } from "./feature.ts";

/** Serves the files of a folder to browsers: GET and HEAD, `index.html` for a folder, ranges; nothing that starts with a dot. */
export const staticFiles: Feature = {
  wanted: (config) => config.static !== undefined,

  async install({ config }) {
    const folder = config.static ?? "";
    const found = await stat(folder).catch(() => undefined);
    if (!found?.isDirectory()) {
      throw new SioError(
        "config",
        `static must be a folder with files to serve, and ${folder} is ${found ? "a file" : "not there"}.`,
        {
          hint: "Create the folder, or leave --static out.",
        },
      );
    }
    const { default: sirv } = await import("sirv");
    const serve = sirv(folder, { dev: config.mode !== "production", etag: true, setHeaders });
    return {
      route(request, response, next) {
        if (isHidden(request.url ?? "/")) next();
        else serve(request, response, next);
      },
    };
  },
};

/** Names that begin with a dot (`.env`, `.git`) are not for the public, but for those that the web has agreed on. */
function isHidden(url: string): boolean {
  const [path = ""] = url.split("?");
  return /\/\.(?!well-known\/)/.test(path.replace(/%2e/gi, "."));
}

function setHeaders(response: { setHeader(name: string, value: string): void }): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
}
