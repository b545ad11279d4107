import { python, pythonPackage } from "../lib/requirements.mjs";
import { pages } from "./pages.mjs";

/**
 * @typedef {object} Way from an empty folder to a first message in the browser, step by step as a documentation has it
 * @property {string} about whose documentation, and what is not as it says
 * @property {readonly import("../lib/requirements.mjs").Requirement[]} [requires] what is installed beforehand, because it cannot be timed
 * @property {(port: number) => readonly Step[]} steps the last is the command that serves; the port is the page's own, or that of the variable PORT
 * @property {Visit} visit
 * @property {Gains} gains
 *
 * @typedef {{ type: string, untimed?: boolean } | { file: string, text: string }} Step a command to type, in the folder that `cd` led to, or a
 *   file to write; an untimed command counts, and is not run
 *
 * @typedef {object} Visit what is done in the page, and the text that shows that the server has answered
 * @property {readonly [field: string, text: string]} [fill]
 * @property {string} [press]
 * @property {string} shows
 *
 * @typedef {object} Gains what one has then, 1 for yes
 * @property {number} keeps a saved file is in force at once, and clients stay connected
 * @property {number} types
 * @property {number} tests
 */

const nothing = { keeps: 0, types: 0, tests: 0 };
const sayIt = { fill: /** @type {const} */ (["#text", "Hello"]), press: "button", shows: "Hello" };

/** @satisfies {Record<string, Way>} */
export const ways = {
  sioServe: {
    about: "sio-serve's README, with what init proposes",
    steps: () => [{ type: "npx sio-serve init my-app" }, { type: "cd my-app" }, { type: "npm run dev" }],
    visit: { fill: ["[name=name]", "Ann"], press: "button", shows: "Hello Ann" },
    gains: { keeps: 1, types: 1, tests: 1 },
  },
  socketIo: {
    about: "the tutorial of socket.io, steps 1 to 5, with a page of no looks",
    steps: (port) => [
      { file: "package.json", text: pages.manifest },
      { type: "npm install express@4" },
      { file: "index.js", text: pages.expressServer(port) },
      { type: "npm install socket.io" },
      { file: "index.html", text: pages.chat },
      { type: "node index.js" },
    ],
    visit: sayIt,
    gains: nothing,
  },
  flaskSocketIo: {
    about:
      "Getting Started of Flask-SocketIO, with its page showing the answer; installed beforehand, by Debian's package, and its client comes from this machine instead of a CDN",
    requires: [
      pythonPackage("Flask-SocketIO", { module: "flask_socketio", install: "apt-get install python3-flask-socketio" }),
    ],
    steps: (port) => [
      { type: "pip install flask-socketio", untimed: true },
      { file: "app.py", text: pages.flaskServer(port) },
      { file: "templates/index.html", text: pages.flask },
      { type: `${python} app.py` },
    ],
    visit: { shows: "got it!" },
    gains: nothing,
  },
  fastify: {
    about:
      "fastify-cli's generate, then fastify-socket.io's README; with fastify-cli 6, the last whose projects fastify-socket.io 5.1 can be installed in",
    steps: () => [
      { type: "npm install fastify-cli@6 --global" },
      { type: "fastify generate my-app" },
      { type: "cd my-app" },
      { type: "npm install" },
      { type: "npm i fastify-socket.io socket.io" },
      { file: "plugins/socket.js", text: pages.fastifyPlugin },
      { file: "routes/root.js", text: pages.fastifyRoute },
      { file: "index.html", text: pages.chat },
      { type: "npm run dev" },
    ],
    visit: sayIt,
    // Its generator writes tests of its routes.
    gains: { ...nothing, tests: 1 },
  },
};

/**
 * A target that is a way; there is nothing to start but by going it.
 *
 * @param {Way} way
 * @returns {import("../lib/catalog.mjs").Target}
 */
export function onTheWay(way) {
  const { about, requires } = way;
  return {
    about,
    way,
    ...(requires && { requires }),
    command() {
      throw new Error("A way is gone step by step, by the scenario first-message.");
    },
  };
}
