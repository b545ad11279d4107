/** The columns of the board, in the order in which they stand. */
export const columns = ["Went well", "Could be better", "Next time"] as const;

/** A card on the board, as clients see it. */
export interface Card {
  readonly id: string;
  readonly column: (typeof columns)[number];
  readonly text: string;
  readonly likes: number;
}

/** What the server sends. What clients send, TypeScript reads from the handlers themselves. */
export interface ServerToClient {
  board: (cards: readonly Card[]) => void;
  people: (count: number) => void;
}
