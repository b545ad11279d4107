/** How long plain code may take to set up, or to take a connected socket over, before it counts as broken. */
export const patienceMs = 5_000;
