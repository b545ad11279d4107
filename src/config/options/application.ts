import { boolean, optional, path } from "../kinds.ts";
import { listOrAll, readNamespace } from "../lists.ts";
import { option } from "../option.ts";

/** What is served. */
export const application = {
  handlers: option({
    kind: optional(path),
    default: undefined,
    argument: true,
    help: "file of event handlers, or a folder with a file for each namespace",
    example: "./handlers.ts",
  }),
  namespaces: option({
    kind: listOrAll({ expects: `names such as /admin, or "*" for all`, placeholder: "names", read: readNamespace }),
    default: [],
    help: "namespaces that clients may join besides those with handlers; * is all",
    example: ["/admin"],
  }),
  asyncHandlers: option({
    kind: boolean,
    default: true,
    help: "start the handler of a client's next event while the last one still runs",
    example: false,
  }),
  alwaysConnect: option({
    kind: boolean,
    default: false,
    help: "let a client in before its connect handler has run, and send it away if refused",
    example: true,
  }),
  manageSession: option({
    kind: boolean,
    default: true,
    help: "give each client a session of its own; off, handlers write the HTTP session itself",
    example: false,
  }),
  static: option({
    kind: optional(path),
    default: undefined,
    help: "folder whose files are served to browsers",
    example: "./public",
  }),
  serveClient: option({
    kind: boolean,
    default: true,
    help: "serve the browser's Socket.IO client under the path",
    example: false,
  }),
};
