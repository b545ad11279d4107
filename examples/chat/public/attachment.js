import { byId, make } from "./dom.js";

const types = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** A size as people write it: "640 kB", "3.2 MB". */
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/**
 * The image that goes with the next message: dropped anywhere in the chat, pasted, or picked.
 * `complain(sentence)` is called with what is wrong with an image, and with "" when nothing is.
 */
export function createAttachment({ complain, changed }) {
  const box = byId("attachment");
  const pick = byId("pick");
  const chat = byId("chat");
  let file;
  let maxBytes = 0;

  function take(candidate) {
    if (!candidate) return;
    if (!types.includes(candidate.type)) {
      return complain(`“${candidate.name}” is not an image that can be shown here: PNG, JPEG, GIF or WebP.`);
    }
    if (candidate.size > maxBytes) {
      return complain(`“${candidate.name}” is ${size(candidate.size)}; images of up to ${size(maxBytes)} can be sent.`);
    }
    complain("");
    put(candidate);
  }

  function put(next) {
    for (const image of box.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    file = next;
    box.hidden = !file;
    box.replaceChildren();
    if (file) {
      const remove = make("button", { type: "button", ariaLabel: "Remove the image" }, "Remove");
      remove.addEventListener("click", () => put(undefined));
      box.append(
        make("img", { src: URL.createObjectURL(file), alt: "" }),
        make("span", { className: "file" }, file.name),
        make("span", { className: "quiet" }, size(file.size)),
        remove,
      );
    }
    changed();
  }

  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const showTarget = (isShown) => chat.classList.toggle("dropping", isShown);
  chat.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    showTarget(true);
  });
  chat.addEventListener("dragleave", (event) => {
    if (!chat.contains(event.relatedTarget)) showTarget(false);
  });
  chat.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    showTarget(false);
    take(event.dataTransfer.files[0]);
  });
  chat.addEventListener("paste", (event) => take(event.clipboardData.files[0]));
  byId("attach").addEventListener("click", () => pick.click());
  pick.addEventListener("change", () => {
    take(pick.files[0]);
    pick.value = "";
  });

  return {
    /** The image, or undefined. */
    file: () => file,
    clear: () => put(undefined),
    /** Sets how many bytes the server takes. */
    limit(bytes) {
      maxBytes = bytes;
    },
  };
}
