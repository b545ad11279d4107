"""Flask-SocketIO in the async mode of the first argument; the second, if there is one, is the URL of its message queue."""

import os
import sys

mode, *queue = sys.argv[1:]
if mode == "eventlet":
    import eventlet

    eventlet.monkey_patch()
elif mode == "gevent":
    from gevent import monkey

    monkey.patch_all()

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode=mode, message_queue=queue[0] if queue else None)


@socketio.on("echo")
def echo(payload):
    return payload


@socketio.on("broadcast")
def broadcast(payload):
    emit("news", payload, broadcast=True)


@socketio.on("join")
def join(room):
    join_room(room)
    return True


@socketio.on("room")
def room(name, payload):
    emit("news", payload, to=name)


# Werkzeug's own server is what Flask-SocketIO runs on threads, and has to be allowed in production.
unsafe = {"allow_unsafe_werkzeug": True} if mode == "threading" else {"log_output": False}
socketio.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), **unsafe)
