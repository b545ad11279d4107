/** Emits what a process without a server emits: argv is the URL of the queue. */
export const writeOnly = `
import sys
from flask_socketio import SocketIO
sio = SocketIO(message_queue=sys.argv[1])
sio.emit("nobody", 1, namespace="/nowhere")
sio.emit("text", "hello")
sio.emit("none")
sio.emit("list", [1, 2])
sio.emit("tuple", (1, "two"))
sio.emit("bytes", {"b": b"\\x00\\x01", "l": [b"\\x02"]})
sio.emit("nan", {"x": float("nan")})
sio.emit("room", "inside", to=["blue", "green"])
sio.emit("skipped", "others", skip_sid=sys.argv[2])
sio.emit("there", "chat", namespace="/chat")
sio.send("the end")
`;

/** A server that asks a client of another server, and prints the answer: argv is the URL of the queue and the client's id. */
export const asking = `
import sys
import eventlet
eventlet.monkey_patch()
import socketio
sio = socketio.Server(async_mode="eventlet", client_manager=socketio.RedisManager(sys.argv[1], channel="flask-socketio"))
sio.manager_initialized = True
sio.manager.initialize()
def answered(*args):
    print("answered", args)
# Its own ears open at some moment.
while True:
    sio.emit("ask", "how much?", to=sys.argv[2], callback=answered)
    eventlet.sleep(0.2)
`;

/** A server with clients of its own: argv is the URL of the queue. It prints its port. */
export const serving = `
import sys
import eventlet
eventlet.monkey_patch()
from flask import Flask
from flask_socketio import SocketIO, join_room
app = Flask(__name__)
sio = SocketIO(app, async_mode="eventlet", message_queue=sys.argv[1], cors_allowed_origins="*")
@sio.on("enter")
def enter(room):
    join_room(room)
    return "entered"
@sio.on("tell")
def tell(text):
    sio.emit("told", text)
@sio.on("close")
def close():
    sio.close_room("blue")
listener = eventlet.listen(("127.0.0.1", 0))
print(listener.getsockname()[1])
eventlet.wsgi.server(listener, app, log_output=False)
`;

/** Prints what a Python server hears on RabbitMQ: argv is the URL of the queue. */
export const listening = `
import json, pickle, sys
import socketio
manager = socketio.KombuManager(sys.argv[1], channel="flask-socketio")
for body in manager._listen():
    message = json.loads(body)
    print(message["method"], message["event"], json.dumps(message["data"]), message["room"])
`;
