import { createComposer } from "./composer.js";
import { connect } from "./connection.js";
import { avatar, byId, newId } from "./dom.js";
import { createLog } from "./log.js";
import { createPresence } from "./presence.js";
import { createRooms } from "./rooms.js";

// Kept for this tab alone: a reload comes back under the same name and into the same room, another tab is somebody else.
const kept = sessionStorage;
kept.secret ??= newId();
const me = () => kept.name;

let connection;
const log = createLog(me);
const presence = createPresence(me);
const rooms = createRooms((room) => connection.join(room));
const composer = createComposer({ say, typing: () => connection.typing() });

function say({ text, image }) {
  const id = newId();
  log.add({ id, name: me(), text, image, at: Date.now() });
  connection.say({ id, text, image: image?.bytes });
}

/** Shows the chat, or the door where a name is chosen. */
function show(place) {
  byId("door").hidden = place !== "door";
  byId("chat").hidden = place !== "chat";
}

function setOnline(isOnline) {
  byId("banner").textContent = isOnline
    ? ""
    : "Reconnecting… What you write meanwhile is sent when the connection is back.";
  rooms.enable(isOnline);
}

const events = {
  joined({ room, limits, messages }) {
    kept.room = room;
    document.title = `${room} · Chat`;
    byId("room").textContent = room;
    setOnline(true);
    show("chat");
    presence.clear();
    log.show(room, messages);
    rooms.enter(room);
    composer.open(room, limits);
  },
  lost() {
    setOnline(false);
    presence.clear();
    if (byId("chat").hidden) show("door");
    byId("door-error").textContent = "The server cannot be reached. Trying again…";
  },
  refused(message) {
    kept.removeItem("name");
    show("door");
    byId("door-error").textContent = message;
    byId("name").select();
  },
  state: log.mark,
  message(message) {
    presence.stopped(message.name);
    if (message.room === kept.room) log.add(message);
  },
  typing: presence.typing,
  people({ people, joined, left }) {
    presence.show(people);
    if (joined && joined !== me()) log.note(`${joined} joined`);
    if (left) log.note(`${left} left`);
  },
  rooms: rooms.update,
};

function enter(name) {
  kept.name = name;
  byId("door-error").textContent = "";
  byId("me").replaceChildren(avatar(name), name);
  connection?.close();
  connection = connect({ name, key: kept.secret, room: kept.room ?? "lobby" }, events);
}

byId("enter").addEventListener("submit", (event) => {
  event.preventDefault();
  enter(byId("name").value.trim().replaceAll(/\s+/g, " "));
});

if (kept.name) {
  enter(kept.name);
} else {
  show("door");
  byId("name").focus();
}
