/** Long enough for a request that is on its way, and too short for anybody to notice. */
const lastArrivalsMs = 10;

/**
 * Closes a port once those have arrived who were on their way: a client that polls is between two requests again and again, and without
 * the second it would miss what the server still has to say.
 */
export function closeAfterLastArrivals(close: () => unknown): void {
  setTimeout(close, lastArrivalsMs);
}
