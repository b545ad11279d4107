import type { Link } from "./link.ts";

/** How much may be on its way, in bytes, before more is let go: what a node needs while its broker hangs. */
const backlogBytes = 32 * 1024 * 1024;
/** From how many bytes on the way the broker is asked at once, so that a fast sender is not taken for a slow broker. */
const hurryBytes = 1024 * 1024;

/** The same link, which lets messages go while too much is on its way: nothing else bounds what waits for a broker that does not read. */
export function metered(link: Link): Link {
  let sent = 0;
  let settled = 0;
  let asking = false;

  const settle = async () => {
    const upTo = sent;
    await link.settle();
    settled = Math.max(settled, upTo);
  };
  const hurry = () => {
    if (asking) return;
    asking = true;
    settle()
      // The link has ended, which whoever holds it knows.
      .catch(() => {})
      .finally(() => {
        asking = false;
      });
  };
  return {
    ...link,
    settle,
    send(bytes, node) {
      if (sent - settled + bytes.length > backlogBytes) return;
      sent += bytes.length;
      link.send(bytes, node);
      if (sent - settled > hurryBytes) hurry();
    },
  };
}
