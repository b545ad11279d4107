import { randomUUID } from "node:crypto";
import { app, hot } from "sio-serve";

/** Something to buy. */
export interface Item {
  readonly id: string;
  readonly text: string;
  /** Who has put it on the list. */
  readonly by: string;
  readonly done: boolean;
}

// In memory: a database is what should stand here. hot.data outlives a save of this file.
hot.data.items ??= new Map();
const items: Map<string, Item> = hot.data.items;

/** The list, oldest first. */
export function listItems(): readonly Item[] {
  return [...items.values()];
}

/** Puts something on the list; everybody sees it. */
export function addItem(text: string, by: string): Item {
  const item = { id: randomUUID(), text, by, done: false };
  items.set(item.id, item);
  tellEverybody();
  return item;
}

/** Ticks an item, or not any more. `false` if it is not on the list. */
export function tickItem(id: string, done: boolean): boolean {
  const item = items.get(id);
  if (!item) return false;
  items.set(id, { ...item, done });
  tellEverybody();
  return true;
}

/** Takes an item off the list. `false` if it was not there. */
export function removeItem(id: string): boolean {
  const wasThere = items.delete(id);
  if (wasThere) tellEverybody();
  return wasThere;
}

/** `app` speaks to everybody who is connected, from routes as from events. */
function tellEverybody(): void {
  app.emit("items", listItems());
}
