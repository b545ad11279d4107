/* global io -- from /socket.io/socket.io.js */

const byId = (id) => document.getElementById(id);
const messages = byId("messages");
const text = byId("text");

// Once in two seconds is enough for the others to know.
let lastTyped = 0;

// Kept for this tab alone, so that a reload comes back under the same name and into the same room.
const kept = sessionStorage;
let socket;

byId("enter").addEventListener("submit", (event) => {
  event.preventDefault();
  enter(byId("name").value.trim());
});

if (kept.name) enter(kept.name);
else byId("name").focus();

function enter(name) {
  kept.name = name;
  byId("refusal").textContent = "";
  byId("me").replaceChildren(avatar(name), name);
  socket?.disconnect();
  socket = io({ auth: { name } });

  // Also after every lost connection: the server knows a client that comes back no more than a new one.
  socket.on("connect", async () => {
    byId("door").hidden = true;
    byId("chat").hidden = false;
    show(true);
    await join(kept.room ?? "lobby");
  });
  socket.on("disconnect", () => show(false));
  socket.on("connect_error", (error) => {
    // An active socket tries again by itself; one that is not was refused.
    if (socket.active) return show(false);
    kept.removeItem("name");
    byId("door").hidden = false;
    byId("chat").hidden = true;
    byId("refusal").textContent = error.message;
  });

  socket.on("rooms", showRooms);
  socket.on("people", showPeople);
  socket.on("typing", showTyping);
  socket.on("message", (message) => {
    if (message.name === typist) showTyping("");
    add(message);
  });
}

async function join(room) {
  const answer = await socket.emitWithAck("join", room);
  if (answer.error) return room === "lobby" ? undefined : join("lobby");
  kept.room = room;
  byId("room").textContent = room;
  document.title = `${room} · Chat`;
  showTyping("");
  messages.replaceChildren();
  for (const message of answer.messages) add(message);
  for (const button of byId("rooms").querySelectorAll("button")) {
    button.setAttribute("aria-current", String(button.textContent === room));
  }
}

byId("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!socket.connected || !text.value.trim()) return;
  const { error } = await socket.emitWithAck("say", text.value);
  if (!error) text.value = "";
  lastTyped = 0;
});

text.addEventListener("input", () => {
  if (Date.now() - lastTyped < 2000) return;
  lastTyped = Date.now();
  socket.volatile.emit("typing");
});

function show(isConnected) {
  byId("chat").classList.toggle("offline", !isConnected);
  byId("state").textContent = isConnected ? "Connected" : "Reconnecting…";
  byId("composer").querySelector("button").disabled = !isConnected;
  if (!isConnected) showPeople([]);
}

function showRooms(names) {
  const entries = names.map((name) => {
    const button = element("button", { type: "button", textContent: name });
    button.setAttribute("aria-current", String(name === kept.room));
    button.addEventListener("click", () => socket.connected && join(name));
    return element("li", {}, button);
  });
  byId("rooms").replaceChildren(...entries);
}

function showPeople(names) {
  byId("people").replaceChildren(...names.map((name) => element("li", { title: name, ariaLabel: name }, avatar(name))));
}

let typist = "";
let typingEnds;

function showTyping(name) {
  clearTimeout(typingEnds);
  typist = name;
  byId("typing").textContent = name && `${name} is typing…`;
  if (name) typingEnds = setTimeout(() => showTyping(""), 3000);
}

function add({ name, text: said, at }) {
  const last = messages.lastElementChild;
  const follows = last?.dataset.name === name && at - last.dataset.at < 120_000;
  const time = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const item = element(
    "li",
    { className: `message${name === kept.name ? " mine" : ""}${follows ? " follows" : ""}` },
    avatar(name),
    element("header", {}, element("strong", { textContent: name }), ` ${time}`),
    element("p", { textContent: said, dir: "auto" }),
  );
  Object.assign(item.dataset, { name, at });
  messages.append(item);
  messages.scrollTop = messages.scrollHeight;
}

/** The first letter of a name, in a colour that is always the same for it. */
function avatar(name) {
  const item = element("span", { className: "avatar", textContent: [...name][0]?.toUpperCase(), ariaHidden: "true" });
  item.style.setProperty("--hue", [...name].reduce((sum, letter) => sum * 31 + letter.codePointAt(0), 7) % 360);
  return item;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
