import { boolean } from "../kinds.ts";
import { paths } from "../lists.ts";
import { option } from "../option.ts";

/** How changes come into force while the server runs. */
export const watching = {
  watch: option({
    kind: boolean,
    default: false,
    letter: "w",
    help: "put changed handlers in force when a file is saved; clients stay connected",
    example: true,
  }),
  watchInclude: option({
    kind: paths,
    default: [],
    help: "more files and folders to watch, besides those that the handlers import",
    example: ["./templates/**"],
  }),
  watchIgnore: option({
    kind: paths,
    default: [],
    help: "files and folders whose changes count for nothing",
    example: ["./generated"],
  }),
  allowWatchInProduction: option({
    kind: boolean,
    default: false,
    help: "let --watch be used in production",
    example: true,
  }),
  adminSocket: option({
    kind: boolean,
    default: false,
    help: "let sio reload reach this server, through a Unix socket that is this user's alone",
    example: true,
  }),
};
