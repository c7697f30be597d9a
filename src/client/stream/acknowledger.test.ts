import { expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { CLIENT_LIMITS } from '../client-limits.ts';
import { Acknowledger } from './acknowledger.ts';

function acknowledging() {
  const clock = new ManualClock();
  const sent: number[] = [];
  const acknowledger = new Acknowledger(clock, CLIENT_LIMITS, (seq) => sent.push(seq));
  acknowledger.start();
  return { clock, sent, acknowledger };
}

test('one acknowledgement stands for all of a tenth of a second', () => {
  const { clock, sent, acknowledger } = acknowledging();
  for (const seq of [1, 2, 3]) acknowledger.processed(seq);
  clock.advance(99);
  expect(sent).toEqual([]);
  clock.advance(1);
  expect(sent).toEqual([3]);
  clock.advance(1_000);
  expect(sent).toEqual([3]);
});

test('or for 64 messages', () => {
  const { clock, sent, acknowledger } = acknowledging();
  for (let seq = 1; seq <= 130; seq += 1) acknowledger.processed(seq);
  expect(sent).toEqual([64, 128]);
  clock.advance(100);
  expect(sent).toEqual([64, 128, 130]);
});

test('nothing is acknowledged outside a session, and no timer stays', () => {
  const { clock, sent, acknowledger } = acknowledging();
  acknowledger.processed(1);
  acknowledger.stop();
  acknowledger.processed(2);
  acknowledger.flush();
  expect(sent).toEqual([]);
  expect(clock.pendingCount).toBe(0);
});
