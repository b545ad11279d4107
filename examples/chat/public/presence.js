import { avatar, byId, make } from "./dom.js";

const typingMs = 4000;

function sentence(names) {
  if (names.length === 0) return "";
  if (names.length === 1) return `${names[0]} is typing…`;
  return names.length === 2 ? `${names.join(" and ")} are typing…` : "Several people are typing…";
}

/** Who is in the room, and who of them is writing; `me()` is one's own name. */
export function createPresence(me) {
  const typing = new Map();
  const line = byId("typing");
  const people = byId("people");

  document.addEventListener("click", ({ target }) => {
    if (!people.contains(target)) people.open = false;
  });
  people.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") people.open = false;
  });

  function say() {
    line.textContent = sentence([...typing.keys()]);
  }

  function stopped(name) {
    clearTimeout(typing.get(name));
    typing.delete(name);
    say();
  }

  return {
    stopped,
    /** Says that somebody is writing, for as long as it is likely to be true. */
    typing(name) {
      clearTimeout(typing.get(name));
      typing.set(
        name,
        setTimeout(() => stopped(name), typingMs),
      );
      say();
    },
    /** Shows the names of those in the room; those who are gone no longer write. */
    show(names) {
      byId("count").textContent = names.length === 1 ? "Only you" : `${names.length} here`;
      byId("names").replaceChildren(
        ...names.map((name) => make("li", {}, avatar(name), name === me() ? `${name} (you)` : name)),
      );
      for (const name of typing.keys()) if (!names.includes(name)) stopped(name);
    },
    /** Forgets who was writing, as when another room opens. */
    clear() {
      for (const name of typing.keys()) stopped(name);
    },
  };
}
