import type { TestClient, TestServer } from "../../../src/testing.ts";

/** What clients and a block of a page say to each other. */
export interface Conversation {
  readonly page: string;
  /** Words that this block has, and no block of the page before it. */
  readonly has: string;
  talk(server: TestServer): Promise<void>;
}

/** Takes what has arrived: each event with its arguments. */
export function told(client: TestClient): unknown[][] {
  return client.received().map(({ event, args }) => [event, ...args]);
}
