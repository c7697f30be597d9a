import { expect, it } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import type { Log } from '../services.ts';
import { limitedLog } from './limited-log.ts';

function recorder() {
  const lines: unknown[] = [];
  const write = (fields: object, text: string) => void lines.push([text, fields]);
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  return { log, lines };
}

it('writes a repeated text once per period and says how many it left out', () => {
  const clock = new ManualClock();
  const { log, lines } = recorder();
  const limited = limitedLog(log, clock, 1_000);
  for (let n = 0; n < 5; n += 1) limited.warn({ n }, 'bad token');
  clock.advance(1_000);
  limited.warn({ n: 5 }, 'bad token');
  expect(lines).toEqual([
    ['bad token', { n: 0 }],
    ['bad token', { n: 5, suppressed: 4 }],
  ]);
});

it('keeps texts, and levels of one text, apart', () => {
  const { log, lines } = recorder();
  const limited = limitedLog(log, new ManualClock());
  limited.warn({}, 'bad token');
  limited.info({}, 'bad token');
  limited.warn({}, 'slow client');
  expect(lines).toHaveLength(3);
});

it('counts children together with their parent', () => {
  const { log, lines } = recorder();
  const limited = limitedLog(log, new ManualClock());
  limited.child({ user: 'driver:1' }).warn({}, 'bad token');
  limited.child({ user: 'driver:2' }).warn({}, 'bad token');
  expect(lines).toHaveLength(1);
});
