import { systemClock } from '../../../src/clock/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import type { ProcessDaemon } from '../../support/process-daemon.ts';
import type { Town } from './town.ts';

/** What a kill waits for; `start`: not even for the daemon to be up. */
const OCCASIONS = ['command', 'time', 'answer', 'start', 'event', 'time'] as const;
type Occasion = (typeof OCCASIONS)[number];

/** How many more of them pass before the kill, at most. */
const PASSING_MAX = 500;
const LIFE_MS = { min: 50, max: 3_000 };
const AFTERMATH_MS_MAX = 15;
const START_MS = { min: 10, max: 700 };
/** Somebody else may have got the port in the meantime, and keeps it for a moment. */
const STARTS_MAX = 20;
const START_AGAIN_MS = 250;

/** Kills the daemon at moments that the seed chooses, and starts it again at once each time. */
export async function killOften(
  daemon: ProcessDaemon,
  town: Town,
  random: Random,
  kills: number,
): Promise<void> {
  for (let number = 0; number < kills; number += 1) {
    const occasion = OCCASIONS[number % OCCASIONS.length] ?? 'time';
    const next = OCCASIONS[(number + 1) % OCCASIONS.length];
    await killAt(occasion, daemon, town, random);
    if (next !== 'start' || number + 1 === kills) await start(daemon);
  }
}

function killAt(
  occasion: Occasion,
  daemon: ProcessDaemon,
  town: Town,
  random: Random,
): Promise<void> {
  switch (occasion) {
    case 'start':
      return killEarly(daemon, town, random.integer(START_MS.min, START_MS.max));
    case 'time':
      return killAfter(daemon, town, random.integer(LIFE_MS.min, LIFE_MS.max));
    case 'command':
    case 'answer':
    case 'event':
      return killAmid(occasion, daemon, town, random);
  }
}

/** At once, or while the daemon reads, commits and answers what has just been sent. */
async function killAmid(
  passing: 'command' | 'answer' | 'event',
  daemon: ProcessDaemon,
  town: Town,
  random: Random,
): Promise<void> {
  const more = random.integer(1, PASSING_MAX);
  const delayMs = random.next() < 0.5 ? 0 : random.integer(1, AFTERMATH_MS_MAX);
  await town.traffic.passed(passing, more, LIFE_MS.max);
  if (delayMs > 0) await pause(delayMs);
  await kill(daemon, town, `${delayMs} ms after ${passing} ${more} of its life`);
}

async function killAfter(daemon: ProcessDaemon, town: Town, lifeMs: number): Promise<void> {
  await pause(lifeMs);
  await kill(daemon, town, `${lifeMs} ms after it had begun`);
}

/** The daemon may have got as far as reading its database, as listening, or nowhere. */
async function killEarly(daemon: ProcessDaemon, town: Town, delayMs: number): Promise<void> {
  const starting = daemon.start().catch(() => {});
  await pause(delayMs);
  await kill(daemon, town, `${delayMs} ms after its start`);
  await starting;
}

async function kill(daemon: ProcessDaemon, town: Town, how: string): Promise<void> {
  const gone = daemon.kill();
  town.chronicle.recordKill(how);
  await gone;
}

async function start(daemon: ProcessDaemon): Promise<void> {
  for (let left = STARTS_MAX; ; left -= 1) {
    try {
      await daemon.start();
      return;
    } catch (error) {
      if (left === 0 || !/port \d+ on \S+ is taken/.test(String(error))) throw error;
      await pause(START_AGAIN_MS);
    }
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(delayMs, resolve, true);
  });
}
