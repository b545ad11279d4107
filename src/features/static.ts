import { stat } from "node:fs/promises";
import { SioError } from "../errors.ts";
import type { Feature } from "./feature.ts";
import { addReloadScript } from "./reload-script.ts";

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
    const serve = sirv(folder, {
      dev: config.watch || config.mode !== "production",
      // A page that a browser has kept from before has no script that reloads it.
      etag: !config.watch,
      setHeaders(response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (config.watch) addReloadScript(response);
      },
    });
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
