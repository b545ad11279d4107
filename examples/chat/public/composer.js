import { createAttachment } from "./attachment.js";
import { byId } from "./dom.js";

const typingEveryMs = 2000;

/** Where a message is written. `say({ text, image: { type, bytes } })` is called with each, `typing()` now and then while one is being written. */
export function createComposer({ say, typing }) {
  const form = byId("composer");
  const field = byId("text");
  const send = byId("send");
  let toldAt = 0;

  const complain = (sentence) => {
    byId("composer-error").textContent = sentence;
  };
  const refresh = () => {
    send.disabled = !field.value.trim() && !attachment.file();
  };
  const attachment = createAttachment({
    complain,
    changed() {
      refresh();
      field.focus();
    },
  });

  field.addEventListener("input", () => {
    refresh();
    if (field.value && Date.now() - toldAt > typingEveryMs) {
      toldAt = Date.now();
      typing();
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") attachment.clear();
    // While a word is being composed, as in Japanese, Enter only accepts the word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    const file = attachment.file();
    if (!text && !file) return;
    form.reset();
    attachment.clear();
    complain("");
    toldAt = 0;
    say({ text, image: file && { type: file.type, bytes: await file.arrayBuffer() } });
  });

  refresh();
  return {
    /** Makes ready for a room, with the limits its server has. */
    open(room, limits) {
      field.placeholder = `Write to ${room}`;
      field.maxLength = limits.text;
      attachment.limit(limits.imageBytes);
      // On a phone the focus would bring up the keyboard, over what one came to read.
      if (matchMedia("(hover: hover)").matches) field.focus();
    },
  };
}
