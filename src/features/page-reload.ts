import type { ServerResponse } from "node:http";
import { basename } from "node:path";
import type { Feature } from "./feature.ts";
import { paths, script } from "./reload-script.ts";

/** A save can be several events of the file system. */
const quietMs = 50;

/** While handlers are watched, tells open pages to reload when a file that is served to them changes. Sockets notice nothing. */
export const pageReload: Feature = {
  wanted: (config) => config.watch && config.static !== undefined,

  async install({ config }) {
    const { watch } = await import("chokidar");
    const { static: folder = "", handlers } = config;
    const pages = new Set<ServerResponse>();
    let timer: NodeJS.Timeout | undefined;
    const watcher = watch(folder, {
      ignoreInitial: true,
      ignored: (path) => path !== folder && (path === handlers || /^(?:\.|node_modules$)/.test(basename(path))),
    });
    watcher.on("all", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const page of pages) page.write("event: reload\ndata:\n\n");
      }, quietMs);
    });
    return {
      route(request, response, next) {
        if (request.url === paths.script) {
          response.writeHead(200, { "Content-Type": "text/javascript", "Cache-Control": "no-store" }).end(script);
        } else if (request.url === paths.events) {
          response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).write("\n");
          pages.add(response);
          response.once("close", () => pages.delete(response));
        } else next();
      },
      async close() {
        clearTimeout(timer);
        for (const page of pages) page.end();
        await watcher.close();
      },
    };
  },
};
