import { logLevels } from "../../lib/log.ts";
import { boolean, choice } from "../kinds.ts";
import { option } from "../option.ts";

/** What is shown and logged. */
export const output = {
  logLevel: option({
    kind: choice(logLevels),
    default: "info",
    help: "how much is logged",
    example: "debug",
  }),
  logFormat: option({
    kind: choice(["pretty", "json"]),
    default: "pretty",
    help: "how it is logged; json is one object a line",
    example: "json",
  }),
  engineLog: option({
    kind: boolean,
    default: false,
    help: "log the connections of the engine and each packet with what it carries, at the level debug",
    example: true,
  }),
  quiet: option({
    kind: boolean,
    default: false,
    letter: "q",
    help: "start without the banner",
    example: true,
  }),
  open: option({
    kind: boolean,
    default: false,
    help: "open the page in the browser",
    example: true,
  }),
  qr: option({
    kind: boolean,
    default: false,
    help: "show the address on the network as a QR code, for phones",
    example: true,
  }),
};
