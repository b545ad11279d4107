import { ConnectionRefusedError, emit, Namespace } from "sio-serve";
import { isPassword } from "../password.ts";
import { ask, countPeople, currentPoll, setOpen } from "../poll.ts";

/** The namespace "/admin": nobody comes in without the password, so no event of theirs needs another check. */
export class Admins extends Namespace {
  onConnect(auth: { password?: unknown }) {
    if (!isPassword(auth.password)) throw new ConnectionRefusedError("That is not the password.");
    emit("poll", currentPoll());
    emit("people", countPeople());
  }

  onAsk(question: unknown, options: unknown) {
    const texts = Array.isArray(options) ? options.map(readText).filter((text) => text !== undefined) : [];
    const asked = readText(question);
    if (!asked) return { error: "A question has 1 to 120 characters." };
    if (texts.length < 2 || texts.length > 6) return { error: "A poll has 2 to 6 options." };
    ask(asked, texts);
    return {};
  }

  onOpen(open: unknown) {
    setOpen(open === true);
  }
}

function readText(value: unknown): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text.length > 0 && text.length <= 120 ? text : undefined;
}
