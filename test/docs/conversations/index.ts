import { begin } from "./begin.ts";
import type { Conversation } from "./conversation.ts";
import { handlers } from "./handlers.ts";
import { migrating } from "./migrating.ts";
import { people } from "./people.ts";

/** One for each block that promises something a client can see. */
export const conversations: readonly Conversation[] = [...begin, ...handlers, ...people, ...migrating];
