import { expect, it } from 'vitest';
import { ManualClock } from '../clock/index.ts';
import { Patience } from './patience.ts';

const NEVER = new Promise<never>(() => {});

async function isOver(waiting: Promise<void>): Promise<boolean> {
  let over = false;
  void waiting.then(() => {
    over = true;
  });
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  return over;
}

it('waits for what is done in time, and no longer, also where it fails', async () => {
  const clock = new ManualClock();
  const patience = new Patience(clock);
  await patience.wait(Promise.resolve(), 1_000);
  await patience.wait(Promise.reject(new Error('no')), 1_000);
  expect(clock.pendingCount).toBe(0);
});

it('waits so long and no longer for what never ends', async () => {
  const clock = new ManualClock();
  const waiting = new Patience(clock).wait(NEVER, 1_000);
  clock.advance(999);
  expect(await isOver(waiting)).toBe(false);
  clock.advance(1);
  await waiting;
});

it('once hurried has only a moment, for what it waits for and for what comes', async () => {
  const clock = new ManualClock();
  const patience = new Patience(clock);
  const waiting = patience.wait(NEVER, 60_000);
  patience.hurry();
  patience.hurry();
  const later = patience.wait(NEVER, 60_000);
  clock.advance(249);
  expect(await isOver(waiting)).toBe(false);
  clock.advance(1);
  await Promise.all([waiting, later]);
  expect(clock.pendingCount).toBe(0);
});
