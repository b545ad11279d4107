/**
 * The files that one writes by hand: each does what the documentation's own does, in about as many lines, and no more than a first message needs.
 */
export const pages = {
  manifest: `{
  "name": "first-message",
  "version": "0.0.1",
  "type": "module",
  "dependencies": {}
}
`,
  /** @param {number} port */
  expressServer: (port) => `import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import express from "express";
import { Server } from "socket.io";

const app = express();
const server = createServer(app);
const io = new Server(server);
const page = fileURLToPath(new URL("index.html", import.meta.url));

app.get("/", (request, response) => response.sendFile(page));

io.on("connection", (socket) => {
  socket.on("say", (text) => {
    io.emit("said", text);
  });
});

server.listen(${port});
`,
  chat: `<!doctype html>
<title>Chat</title>
<ul></ul>
<form>
  <input id="text" autocomplete="off" />
  <button>Send</button>
</form>
<script src="/socket.io/socket.io.js"></script>
<script>
  const socket = io();
  document.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    socket.emit("say", document.querySelector("#text").value);
  });
  socket.on("said", (text) => {
    const item = document.createElement("li");
    item.textContent = text;
    document.querySelector("ul").append(item);
  });
</script>
`,
  /** @param {number} port */
  flaskServer: (port) => `from flask import Flask, render_template
from flask_socketio import SocketIO, emit

app = Flask(__name__)
app.config["SECRET_KEY"] = "first message"
socketio = SocketIO(app)

@app.route("/")
def index():
    return render_template("index.html")

@socketio.event
def hello(message):
    emit("answer", "got it!")

if __name__ == "__main__":
    socketio.run(app, port=${port})
`,
  flask: `<script src="https://cdn.socket.io/4.8.1/socket.io.min.js"></script>
<script>
  const socket = io();
  socket.on("connect", () => socket.emit("hello", "I am here"));
  socket.on("answer", (text) => document.body.append(text));
</script>
<body></body>
`,
  fastifyPlugin: `const plugin = require("fastify-plugin");

module.exports = plugin(async (fastify) => {
  await fastify.register(require("fastify-socket.io"));
  fastify.io.on("connection", (socket) => {
    socket.on("say", (text) => fastify.io.emit("said", text));
  });
});
`,
  fastifyRoute: `const { createReadStream } = require("node:fs");
const { join } = require("node:path");

module.exports = async (fastify) => {
  fastify.get("/", async (request, reply) => {
    return reply.type("text/html").send(createReadStream(join(__dirname, "../index.html")));
  });
};
`,
};
