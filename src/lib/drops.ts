/** Counts messages that were dropped instead of delivered. */
export interface Drops {
  /**
   * @param source where the message came from, such as "queue"
   * @param reason one of a few, which completes "It …"
   */
  add(source: string, reason: string): void;
  /** The numbers so far, by source and then by reason. */
  readonly counts: DropCounts;
}

/** How many messages were dropped, by source and then by reason. */
export type DropCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Begins to count. */
export function countDrops(): Drops {
  const counts: Record<string, Record<string, number>> = {};
  return {
    add(source, reason) {
      const reasons = counts[source] ?? {};
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      counts[source] = reasons;
    },
    counts,
  };
}
