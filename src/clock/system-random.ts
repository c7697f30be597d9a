/** Randomness is passed in as time is; this is the real one: from 0 up to 1. */
export const systemRandom: () => number = Math.random;
