import type { ServerResponse } from "node:http";

/** Where pages listen for changes, and where they get the script that does so. */
export const paths = { events: "/.sio/reload", script: "/.sio/reload.js" } as const;

/** What pages run: a reload for each change, and none for a server that comes back. */
export const script: string = `new EventSource("${paths.events}").addEventListener("reload", () => location.reload());\n`;

const tag = Buffer.from(`<script src="${paths.script}"></script>\n`);

/** Lets what is about to be answered, if it is a page, listen for changes: the script comes after all that the page says itself. */
export function addReloadScript(response: ServerResponse): void {
  const { writeHead, end } = response;
  let isPage = false;
  // Both have several forms, and the file server uses one of each.
  response.writeHead = ((status: number, headers: Record<string, string | number> = {}) => {
    isPage = status === 200 && String(headers["Content-Type"]).startsWith("text/html");
    const length = isPage && { "Content-Length": Number(headers["Content-Length"]) + tag.length };
    return writeHead.call(response, status, { ...headers, ...length });
  }) as typeof writeHead;
  response.end = ((...args: Parameters<typeof end>) => {
    if (isPage) response.write(tag);
    isPage = false;
    return end.apply(response, args);
  }) as typeof end;
}
