/* global io -- from /socket.io/socket.io.js */

const byId = (id) => document.getElementById(id);
const socket = io({ autoConnect: false });

const { user } = await (await fetch("/api/me")).json();
if (user) enter();
else show("door");

byId("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const response = await ask("POST", "/api/login", { name: byId("name").value, password: byId("password").value });
  const { error } = await response.json();
  byId("refusal").textContent = error ?? "";
  if (error) return;
  event.target.reset();
  enter();
});

// The server disconnects all tabs of the user, this one too.
byId("logout").addEventListener("click", () => ask("POST", "/api/logout"));

byId("add").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { ok } = await ask("POST", "/api/items", { text: byId("text").value });
  if (ok) event.target.reset();
});

// The handshake carries the session's cookie, so it must come after the login.
function enter() {
  show("list");
  socket.connect();
}

socket.on("connect", () => {
  byId("state").textContent = "";
});
socket.on("disconnect", () => {
  // An active socket comes back by itself; one that is not was sent away by the server.
  if (socket.active) byId("state").textContent = "Reconnecting…";
  else show("door");
});
socket.on("connect_error", () => {
  if (!socket.active) show("door");
});

socket.on("people", (names) => byId("people").replaceChildren(...names.map(avatar)));
socket.on("items", (items) => {
  const left = items.filter(({ done }) => !done).length;
  byId("left").textContent = items.length === 0 ? "Nothing to buy." : `${left} of ${items.length} left`;
  byId("items").replaceChildren(...items.map(entry));
});

function entry({ id, text, by, done }) {
  const box = element("input", { type: "checkbox", className: "tick", checked: done });
  box.addEventListener("change", () => socket.emit("tick", id, box.checked));
  const remove = element("button", { type: "button", textContent: "×", ariaLabel: `Take ${text} off the list` });
  remove.addEventListener("click", () => ask("DELETE", `/api/items/${id}`));
  const words = element(
    "span",
    {},
    element("span", { className: "text", textContent: text }),
    element("small", { textContent: by }),
  );
  return element("li", { className: done ? "item done" : "item" }, element("label", {}, box, words), remove);
}

/** The first letter of a name, in a colour that is always the same for it. */
function avatar(name) {
  const item = element("li", {
    className: "avatar",
    title: name,
    ariaLabel: name,
    textContent: [...name][0].toUpperCase(),
  });
  item.style.setProperty("--hue", [...name].reduce((sum, letter) => sum * 31 + letter.codePointAt(0), 7) % 360);
  return item;
}

function show(place) {
  byId("door").hidden = place !== "door";
  byId("list").hidden = place !== "list";
}

function ask(method, path, body) {
  const headers = { "content-type": "application/json" };
  return fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
