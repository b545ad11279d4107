import * as z from "zod";
import { columns } from "./events.ts";

/** What a client sends to add a card. The handler gets what this gives: text without spaces around it. */
export const NewCard = z.object({ column: z.enum(columns), text: z.string().trim().min(1).max(200) });

/** What a client sends to name a card. */
export const CardId = z.uuid();
