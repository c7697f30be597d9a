import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

const drawn = (seed: number | string, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('seeded randomness', () => {
  it('repeats itself for a seed, on every machine', () => {
    expect(drawn(7, 3).map((value) => value.toFixed(6))).toEqual([
      '0.544737',
      '0.323691',
      '0.699473',
    ]);
    expect(drawn(7, 100)).toEqual(drawn('7', 100));
  });

  it('differs from seed to seed', () => {
    expect(drawn(1, 5)).not.toEqual(drawn(2, 5));
  });

  it('gives forks of their own that draws of the parent do not shift', () => {
    const parent = createRandom(3);
    const before = parent.fork('a').next();
    parent.next();
    expect(parent.fork('a').next()).toBe(before);
    expect(parent.fork('b').next()).not.toBe(before);
  });

  it('spreads evenly over [0, 1)', () => {
    const values = drawn(11, 20_000);
    const tenths = Array.from({ length: 10 }, (_, tenth) =>
      values.filter((value) => Math.floor(value * 10) === tenth),
    );
    for (const tenth of tenths) expect(Math.abs(tenth.length - 2_000)).toBeLessThan(200);
  });

  it('draws whole numbers with both ends included', () => {
    const random = createRandom(5);
    const seen = new Set(Array.from({ length: 200 }, () => random.integer(1, 3)));
    expect([...seen].sort()).toEqual([1, 2, 3]);
  });

  it('draws standard normal numbers', () => {
    const random = createRandom(9);
    const values = Array.from({ length: 20_000 }, () => random.gaussian());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  it('refuses to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow('empty list');
  });
});
