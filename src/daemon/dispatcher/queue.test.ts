import { expect, test } from 'vitest';
import { Queue } from './queue.ts';

const LIMITS = { commandsQueuedMax: 3, commandsWaitMs: 2_000 };

test('has room until too many wait, and again when one has left', () => {
  const queue = new Queue(LIMITS);
  expect(queue.overload(0)).toBeNull();
  const [leave] = [queue.enter(0), queue.enter(0), queue.enter(5)];
  expect(queue.overload(10)).toEqual({ waitedMs: 10 });
  leave?.();
  expect(queue.overload(10)).toBeNull();
});

test('has none while the oldest waits too long, however few there are', () => {
  const queue = new Queue(LIMITS);
  const leaveFirst = queue.enter(0);
  queue.enter(1_500);
  expect(queue.overload(1_999)).toBeNull();
  expect(queue.overload(2_000)).toEqual({ waitedMs: 2_000 });
  leaveFirst();
  expect(queue.overload(2_000)).toBeNull();
  expect(queue.overload(3_500)).toEqual({ waitedMs: 2_000 });
});

test('knows the oldest in whatever order they leave', () => {
  const queue = new Queue({ ...LIMITS, commandsQueuedMax: 1 });
  const leaves = [1, 2, 3, 4].map((nowMs) => queue.enter(nowMs));
  const waited = [2, 0, 3, 1].map((index) => {
    leaves[index]?.();
    return queue.overload(4)?.waitedMs;
  });
  expect(waited).toEqual([3, 2, 2, undefined]);
  queue.enter(5);
  expect(queue.overload(7)).toEqual({ waitedMs: 2 });
});

test('takes its limits as they are now', () => {
  const limits = { ...LIMITS };
  const queue = new Queue(limits);
  queue.enter(0);
  limits.commandsQueuedMax = 1;
  expect(queue.overload(0)).toEqual({ waitedMs: 0 });
});
