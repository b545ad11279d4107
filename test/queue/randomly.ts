/** Numbers that look random and are the same each time, so that what fails once fails again. */
export function randomly(seed: number) {
  let state = seed;
  /** A whole number from 0 to below `below`. @see https://en.wikipedia.org/wiki/Xorshift */
  const integer = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  return { integer };
}
