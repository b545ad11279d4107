import { contactFigures, firstContact } from "../lib/first-contact.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about: "From spawning the server's process to the first WebSocket it accepts and the first event it acks.",
  targets: ["bare", "sio-plain", "sio-sync", "sio-ts", "tsx"],
  rounds: 20,
  slices: 1,
  cases: { "one file of handlers": {} },
  figures: contactFigures,
  prepare: firstContact,
};
