import { byId, make } from "./dom.js";

/**
 * The list of rooms, each with how many people are in it and a dot when something was said there since one last looked.
 * `join(name)` is called for a room that is chosen or made, and answers with `{ error }` if that failed.
 */
export function createRooms(join) {
  const list = byId("rooms");
  const controls = byId("room-controls");
  const form = byId("new-room");
  const input = byId("new-room-name");
  const seen = new Map();
  let rooms = [];
  let current;

  function draw() {
    const focused = document.activeElement?.closest?.("#rooms button")?.dataset.room;
    list.replaceChildren(...rooms.map(entry));
    if (focused) list.querySelector(`[data-room="${CSS.escape(focused)}"]`)?.focus();
  }

  function entry({ name, people, messages }) {
    const isUnread = name !== current && messages > (seen.get(name) ?? 0);
    const button = make(
      "button",
      { type: "button", className: "room", ariaCurrent: name === current ? "true" : null },
      make("span", { className: "room-name" }, name),
      isUnread
        ? make("span", { className: "dot" }, make("span", { className: "visually-hidden" }, "new messages"))
        : "",
      make(
        "span",
        { className: "room-count" },
        String(people),
        make("span", { className: "visually-hidden" }, " here"),
      ),
    );
    button.dataset.room = name;
    button.addEventListener("click", () => name !== current && join(name));
    return make("li", {}, button);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { error } = await join(input.value.trim().replaceAll(/\s+/g, " "));
    input.setCustomValidity(error ?? "");
    if (error) return input.reportValidity();
    form.reset();
  });
  input.addEventListener("input", () => input.setCustomValidity(""));

  // Alt with an arrow walks through the rooms from anywhere, so that the hands can stay on the message.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !step || controls.disabled || rooms.length < 2) return;
    event.preventDefault();
    const index = rooms.findIndex(({ name }) => name === current);
    join(rooms.at((index + step) % rooms.length).name);
  });

  const look = () => seen.set(current, rooms.find(({ name }) => name === current)?.messages ?? 0);
  return {
    /** Shows this room as the one that is open. */
    enter(name) {
      current = name;
      look();
      draw();
      list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
    /** Takes the server's list. What was said before the first one counts as seen. */
    update(latest) {
      if (rooms.length === 0) for (const { name, messages } of latest) seen.set(name, messages);
      // A server that was restarted counts from the beginning.
      for (const { name, messages } of latest) seen.set(name, Math.min(messages, seen.get(name) ?? 0));
      rooms = latest;
      look();
      draw();
    },
    /** While there is no connection no other room can be opened. */
    enable(isEnabled) {
      controls.disabled = !isEnabled;
    },
  };
}
