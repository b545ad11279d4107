/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element. Children are elements or strings; a string becomes text, never markup, so what people write is safe to show.
 * @example make("li", { className: "note" }, "Ada joined")
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A circle with a person's initials, in a colour that their name always gets. It repeats a name beside it, so readers skip it. */
export function avatar(name) {
  const initials = name.split(/[ _-]/).map((word) => [...word][0]);
  const circle = make("span", { className: "avatar", ariaHidden: "true" }, initials.slice(0, 2).join("").toUpperCase());
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  circle.style.setProperty("--hue", hue);
  return circle;
}

/** 16 random bytes in hex. `crypto.randomUUID` would need HTTPS, which a phone on the local network does not have here. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
