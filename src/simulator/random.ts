/** A seeded source of randomness: the same seed gives the same run, whatever the machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** A whole number, `from` and `to` included. */
  integer(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  /** Standard normal: mean 0, deviation 1. */
  gaussian(): number;
  /** An independent stream: drawing from it never shifts the draws of its parent or siblings. */
  fork(label: string): Random;
}

/** Rounds after which sfc32 has forgotten the shape of its seed, as its author advises. */
const WARM_UP_ROUNDS = 15;

export function createRandom(seed: number | string): Random {
  const key = String(seed);
  const next = sfc32(key);
  const between = (from: number, to: number) => from + (to - from) * next();
  return {
    next,
    between,
    integer: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('cannot pick from an empty list');
      return item;
    },
    gaussian: () => gaussian(next),
    fork: (label) => createRandom(`${key}/${label}`),
  };
}

/**
 * sfc32 (Small Fast Counter, 32 bit) by Chris Doty-Humphrey, public domain, from PractRand:
 * https://pracrand.sourceforge.net
 */
function sfc32(key: string): () => number {
  let a = fnv1a(key, 0x811c9dc5);
  let b = fnv1a(key, a);
  let c = fnv1a(key, b);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) next();
  return next;
}

/** FNV-1a (RFC 9923), 32 bit, over UTF-16 units: spreads labels over the seed space. */
function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}

/** Box–Muller, one of its two values: a kept second one would be hidden state between draws. */
function gaussian(next: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - next()));
  return radius * Math.cos(2 * Math.PI * next());
}
