import { python, pythonPackage } from "./requirements.mjs";

/** What each async mode is made of, besides Flask-SocketIO; without the WebSocket part it has polling alone. */
const parts = {
  threading: [["simple-websocket", "simple_websocket", `${python} -m pip install simple-websocket`]],
  eventlet: [["eventlet", "eventlet", "apt-get install python3-eventlet"]],
  gevent: [
    ["gevent", "gevent", "apt-get install python3-gevent"],
    ["gevent-websocket", "geventwebsocket", "apt-get install python3-gevent-websocket"],
  ],
};

const always = [
  ["Flask-SocketIO", "flask_socketio", "apt-get install python3-flask-socketio"],
  ["python-socketio", "socketio", "apt-get install python3-socketio"],
];

/**
 * A target that is Flask-SocketIO in one of its async modes.
 *
 * @param {keyof typeof parts} mode
 * @returns {import("./catalog.mjs").Target}
 */
export function flask(mode) {
  return {
    about: `Flask-SocketIO, async_mode="${mode}"`,
    requires: [...always, ...parts[mode]].map(([name, module, install]) => pythonPackage(name, { module, install })),
    command: ({ brokerUrl }) => [python, "flask-socketio.py", mode, ...(brokerUrl === undefined ? [] : [brokerUrl])],
  };
}

/**
 * The same twice, with Redis as the message queue.
 *
 * @param {keyof typeof parts} mode
 * @returns {import("./catalog.mjs").Target}
 */
export function flaskOnRedis(mode) {
  const alone = flask(mode);
  const redis = pythonPackage("redis", { module: "redis", install: "apt-get install python3-redis" });
  const about = `two of ${alone.about}, with message_queue="redis://…"`;
  return { ...alone, about, requires: [...(alone.requires ?? []), redis], broker: "redis", nodes: 2 };
}
