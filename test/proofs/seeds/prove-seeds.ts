import { test } from 'vitest';
import { effort, isLong } from '../../support/effort.ts';
import { runSeed } from './run-seed.ts';

/** In all; the files that prove them share them. */
const SEEDS = effort({ usual: 300, long: 20_000 });
const SEEDS_PER_TEST = effort({ usual: 50, long: 1_000 });
/** The end of the story is usually enough; `npm run seed -- SEED` tells it all. */
const LINES_MAX = 150;
const MINUTE_MS = 60_000;

/** Runs this file's share of the seeds: every `files`th, from `first` on. */
export function proveSeeds(first: number, files: number): void {
  const seeds: number[] = [];
  for (let seed = first; seed <= SEEDS; seed += files) seeds.push(seed);
  for (let at = 0; at < seeds.length; at += SEEDS_PER_TEST) {
    const some = seeds.slice(at, at + SEEDS_PER_TEST);
    const title = `nothing is lost in any town from seed ${some[0]} to ${some.at(-1)}`;
    test(title, { timeout: (isLong ? 30 : 2) * MINUTE_MS }, async () => {
      for (const seed of some) await proveSeed(seed);
    });
  }
}

export async function proveSeed(seed: number): Promise<void> {
  const { violation, lines } = await runSeed(seed);
  if (violation === null) return;
  const story = lines.slice(-LINES_MAX).join('\n');
  throw new Error(`seed ${seed}: ${violation}\n\n${story}\n\nseed ${seed}: ${violation}`);
}
