import { expect, test } from 'vitest';
import { Queue } from './queue.ts';

const LIMITS = { commandsQueuedMax: 3, commandsWaitMs: 2_000 };

test('has room until too many wait, and again when one has left', () => {
  const queue = new Queue(LIMITS);
  expect(queue.overload(0)).toBeNull();
  const [leave] = [queue.enter(0), queue.enter(0), queue.enter(5)];
  expect(queue.overload(10)).toEqual({ waitMs: 10 });
  leave?.(10);
  expect(queue.overload(10)).toBeNull();
});

test('has none while the oldest waits too long, however few there are', () => {
  const queue = new Queue(LIMITS);
  const leaveFirst = queue.enter(0);
  queue.enter(1_500);
  expect(queue.overload(1_999)).toBeNull();
  expect(queue.overload(2_000)).toEqual({ waitMs: 2_000 });
  leaveFirst(2_000);
  expect(queue.overload(2_000)).toBeNull();
  expect(queue.overload(3_500)).toEqual({ waitMs: 2_000 });
});

test('takes no more than can leave in time, going by the last that did', () => {
  const queue = new Queue({ ...LIMITS, commandsQueuedMax: 10_000 });
  const leaves = Array.from({ length: 4_000 }, () => queue.enter(0));
  expect(queue.overload(1_000)).toBeNull();
  // A thousand in a second: three more seconds for those who are left.
  for (const leave of leaves.splice(0, 1_000)) leave(1_000);
  expect(Math.round(queue.overload(1_000)?.waitMs ?? 0)).toBe(3_003);
  for (const leave of leaves.splice(0, 1_010)) leave(2_000);
  expect(queue.overload(1_000)).toBeNull();
});

test('takes a burst after single ones, whose commits say nothing of it', () => {
  const queue = new Queue({ ...LIMITS, commandsQueuedMax: 10_000 });
  queue.enter(0)(50);
  for (let count = 0; count < 9_999; count += 1) queue.enter(60);
  expect(queue.overload(60)).toBeNull();
});

test('knows the oldest in whatever order they leave', () => {
  const queue = new Queue({ ...LIMITS, commandsQueuedMax: 1 });
  const leaves = [1, 2, 3, 4].map((nowMs) => queue.enter(nowMs));
  const waited = [2, 0, 3, 1].map((index) => {
    leaves[index]?.(4);
    return queue.overload(4)?.waitMs;
  });
  expect(waited).toEqual([3, 2, 2, undefined]);
  queue.enter(5);
  expect(queue.overload(7)).toEqual({ waitMs: 2 });
});

test('takes its limits as they are now', () => {
  const limits = { ...LIMITS };
  const queue = new Queue(limits);
  queue.enter(0);
  limits.commandsQueuedMax = 1;
  expect(queue.overload(0)).toEqual({ waitMs: 0 });
});
