import { hot, nsp, on, request } from "sio-serve";
import type { Namespace } from "socket.io";
import { addCard, changeCard, listCards, removeCard } from "./board.ts";
import type { ServerToClient } from "./events.ts";
import { CardId, NewCard } from "./schemas.ts";

// Everybody who is connected, with the types of what they may be sent.
const everybody = nsp as unknown as Namespace<object, ServerToClient>;
hot.data.online ??= new Set();
const online: Set<string> = hot.data.online;

on("connect", () => {
  online.add(request.sid);
  tell();
});

on("disconnect", () => {
  online.delete(request.sid);
  tell();
});

// A schema stands between the name and the handler: what does not fit never gets here, and the client is told why.
export const add = on("add", NewCard, (card) => {
  const { id } = addCard(card);
  tell();
  return { id };
});

export const like = on("like", CardId, (id) => {
  const card = changeCard(id, (before) => ({ ...before, likes: before.likes + 1 }));
  tell();
  return { likes: card?.likes ?? 0 };
});

export const remove = on("remove", CardId, (id) => {
  const removed = removeCard(id);
  tell();
  return { removed };
});

function tell(): void {
  everybody.emit("board", listCards());
  everybody.emit("people", online.size);
}
