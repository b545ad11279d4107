/* global io -- from /socket.io/socket.io.js */
import { draw, hueOf } from "./draw.js";
import { createMotion } from "./motion.js";
import { readSteering } from "./steering.js";

const byId = (id) => document.getElementById(id);
const field = byId("field");

// Until the server has told its own.
const rules = { width: 1200, height: 800, playerRadius: 22, crystalRadius: 14 };
const scene = { rules, me: -1, names: new Map(), crystals: [] };
let motion = createMotion(100);
let socket;

byId("enter").addEventListener("submit", (event) => {
  event.preventDefault();
  enter(byId("name").value.trim());
});

byId("name").focus();

function enter(name) {
  socket = io({ auth: { name }, forceNew: true });

  socket.on("welcome", ({ id, rules, tickMs }) => {
    Object.assign(scene, { me: id, rules });
    motion = createMotion(2 * tickMs);
    byId("door").hidden = true;
    byId("panel").hidden = false;
    byId("help").hidden = false;
    byId("state").textContent = "";
    field.focus();
  });
  socket.on("board", ({ players, crystals }) => {
    scene.names = new Map(players.map((player) => [player.id, player.name]));
    scene.crystals = crystals;
    showScores(players);
  });
  socket.on("snapshot", (bytes) => motion.take(bytes, performance.now()));

  socket.on("disconnect", () => {
    byId("state").textContent = "Reconnecting…";
    motion.clear();
  });
  socket.on("connect_error", (error) => {
    // An active socket tries again by itself; one that is not was refused.
    if (!socket.active) byId("refusal").textContent = error.message;
  });
}

readSteering(field, (dx, dy) => {
  byId("help").hidden = true;
  socket?.emit("steer", dx, dy);
});

function showScores(players) {
  const best = [...players].sort((one, other) => other.score - one.score).slice(0, 8);
  const entries = best.map(({ id, name, score }) => {
    const entry = element("li", { className: id === scene.me ? "me" : "" });
    entry.style.setProperty("--hue", hueOf(id));
    entry.append(element("span", { className: "who", textContent: name }));
    entry.append(element("span", { className: "points", textContent: score }));
    return entry;
  });
  byId("scores").replaceChildren(...entries);
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function frame() {
  draw(field, { ...scene, places: motion.at(performance.now()) });
  requestAnimationFrame(frame);
}

frame();
