import type { Session } from "./session.ts";

/** How much may be on its way, in bytes, before more is let go: what a server needs while its database hangs. */
const backlogBytes = 32 * 1024 * 1024;
/** What a statement weighs besides its values. */
const statementBytes = 256;

/** Sends statements whose results nobody waits for. What cannot be sent is lost. */
export function createSender(session: () => Session | undefined): (text: string, values?: readonly unknown[]) => void {
  let onTheWay = 0;
  return (text, values = []) => {
    const bytes = values.reduce<number>((sum, value) => sum + sizeOf(value), statementBytes);
    const current = session();
    if (!current || onTheWay + bytes > backlogBytes) return;
    onTheWay += bytes;
    current
      .query(text, values)
      // The session has ended, which whoever holds it knows, or the database does not take this one.
      .catch(() => {})
      .finally(() => {
        onTheWay -= bytes;
      });
  };
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  return value instanceof Uint8Array ? value.length : 0;
}
