import { avatar, byId, make } from "./dom.js";

const togetherMs = 5 * 60_000;
const waiting = { queued: "waiting for the connection", sending: "sending" };
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/** The list of messages. Those by `me()` are on the right and have a state: queued, sending, sent, or failed and why. */
export function createLog(me) {
  const log = byId("log");
  const list = byId("messages");
  const newest = byId("newest");

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
    newest.hidden = true;
  };
  newest.addEventListener("click", toEnd);
  log.addEventListener("scroll", () => {
    if (isAtEnd()) newest.hidden = true;
  });
  new ResizeObserver(() => newest.hidden && toEnd()).observe(log);

  function append(item, { follow }) {
    const stays = !follow && !isAtEnd();
    list.append(item);
    if (stays) newest.hidden = false;
    else toEnd();
  }

  function picture({ type, bytes }, { text, name }) {
    const url = URL.createObjectURL(new Blob([bytes], { type }));
    const wasAtEnd = isAtEnd();
    const image = make("img", { src: url, alt: text || `Image from ${name}` });
    image.addEventListener("load", () => wasAtEnd && toEnd());
    return make("a", { href: url, target: "_blank", className: "picture" }, image);
  }

  function add(message) {
    const { id, name, text, image, at } = message;
    const isMine = name === me();
    const last = list.lastElementChild;
    const follows = last?.dataset.name === name && at - last.dataset.at < togetherMs;
    const time = make("time", { dateTime: new Date(at).toISOString(), title: calendar.format(at) }, clock.format(at));
    const item = make(
      "li",
      { className: `message${isMine ? " mine" : ""}${follows ? " follows" : ""}` },
      isMine || follows ? "" : avatar(name),
      make("span", { className: isMine || follows ? "visually-hidden" : "who" }, isMine ? "You" : name),
      make(
        "div",
        { className: "bubble" },
        image ? picture(image, message) : "",
        text ? make("p", { className: "text", dir: "auto" }, text) : "",
      ),
      make("p", { className: "meta" }, time, make("span", { className: "state" })),
    );
    Object.assign(item.dataset, { id, name, at });
    append(item, { follow: isMine });
  }

  return {
    add,
    /** Shows a room and its history. When it is the room already shown, one's own unanswered messages stay, at the end. */
    show(room, messages) {
      const stays = ({ dataset }) =>
        room === list.dataset.room && dataset.state in waiting && !messages.some(({ id }) => id === dataset.id);
      const kept = [...list.children].filter(stays);
      const gone = [...list.children].filter((item) => !kept.includes(item));
      for (const image of gone.flatMap((item) => [...item.querySelectorAll("img")])) URL.revokeObjectURL(image.src);
      // A screen reader reads what is added to the log; a whole history at once would be too much.
      log.ariaBusy = "true";
      list.replaceChildren();
      for (const message of messages) add(message);
      list.append(...kept);
      list.dataset.room = room;
      requestAnimationFrame(() => {
        log.ariaBusy = "false";
      });
      toEnd();
    },
    /** Gives a message of one's own another state; `error` says why the server refused it. */
    mark(id, state, error) {
      const item = list.querySelector(`[data-id="${CSS.escape(id)}"]`);
      if (!item) return;
      item.dataset.state = state;
      item.querySelector(".state").textContent = error ? `not sent: ${error}` : (waiting[state] ?? "");
    },
    /** Adds a line that nobody wrote, such as "Ada joined". */
    note(text) {
      append(make("li", { className: "note" }, text), { follow: false });
    },
  };
}
