import { randomUUID } from "node:crypto";
import { hot } from "sio-serve";
import type { Card } from "./events.ts";

// In memory: a database is what should stand here. hot.data outlives a save of this file.
hot.data.cards ??= new Map();
const cards: Map<string, Card> = hot.data.cards;

/** All cards, oldest first. */
export function listCards(): readonly Card[] {
  return [...cards.values()];
}

/** Puts a card on the board. */
export function addCard({ column, text }: Pick<Card, "column" | "text">): Card {
  const card = { id: randomUUID(), column, text, likes: 0 };
  cards.set(card.id, card);
  return card;
}

/** Changes a card; `undefined` if it is not there. */
export function changeCard(id: string, change: (card: Card) => Card): Card | undefined {
  const card = cards.get(id);
  if (!card) return undefined;
  const changed = change(card);
  cards.set(id, changed);
  return changed;
}

/** Takes a card away; `false` if it was not there. */
export function removeCard(id: string): boolean {
  return cards.delete(id);
}
