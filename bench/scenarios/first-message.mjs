import { firstMessage, messageFigures } from "../lib/first-message.mjs";

/** @type {import("../lib/catalog.mjs").Scenario} */
export const scenario = {
  about:
    "From an empty folder to the first message that the server has answered, shown by a page in Chromium: what one types and writes, and how long the machine takes for it, installing included. The time of typing is not in it. Each way is its own documentation's. In the last three columns 1 is yes: a saved file is in force while clients stay connected, events have types, there is a test to begin with.",
  targets: ["first-sio-serve", "first-socket.io", "first-flask-socketio", "first-fastify"],
  rounds: 3,
  slices: 1,
  cases: { "empty npm cache": { cold: true }, "npm cache that has it": { cold: false } },
  figures: messageFigures,
  prepare: firstMessage,
};
