import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLIENT_LIMITS } from '../client-limits.ts';
import { backoffMs, retryDelayMs } from './retry-delay.ts';

const longest = (failures: number) => backoffMs(failures, () => 1, CLIENT_LIMITS);
const { backoffMsMax } = CLIENT_LIMITS;

/** As many draws as there are, spread evenly: what a fair source gives in the long run. */
const DRAWS = Array.from({ length: 1_000 }, (_, index) => index / 1_000);
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait after a failure', () => {
  test('has a ceiling that doubles from half a second to twenty', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 1_000_000].map(longest);
    expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
  });

  test('may be any part of the ceiling', () => {
    expect(backoffMs(3, () => 0, CLIENT_LIMITS)).toBe(0);
    expect(backoffMs(3, () => 0.25, CLIENT_LIMITS)).toBe(500);
  });

  test('is spread evenly from nothing to the ceiling, so that a crowd becomes a trickle', () => {
    for (const failures of [1, 4, 20]) {
      const tenths = new Array<number>(10).fill(0);
      for (const drawn of DRAWS) {
        const share = backoffMs(failures, () => drawn, CLIENT_LIMITS) / longest(failures);
        const tenth = Math.floor(share * 10 + 1e-9);
        tenths[tenth] = (tenths[tenth] ?? 0) + 1;
      }
      expect(tenths).toEqual(new Array(10).fill(100));
    }
  });

  test('is never longer than twenty seconds, whatever is drawn after however many', () => {
    const bounded = fc.property(fc.integer({ min: 1 }), unit, (failures, drawn) => {
      const waitMs = backoffMs(failures, () => drawn, CLIENT_LIMITS);
      expect(waitMs).toBeGreaterThanOrEqual(0);
      expect(waitMs).toBeLessThanOrEqual(backoffMsMax);
    });
    void fc.assert(bounded, { seed: 3 });
  });
});

describe('the wait that a daemon asks for', () => {
  const farewell = (code: number, retryAfterMs: number) => ({
    code,
    reason: '',
    reconnect: true,
    retryAfterMs,
  });
  const waitMs = (code: number, retryAfterMs: number, drawn: number, failures = 1) =>
    retryDelayMs(failures, farewell(code, retryAfterMs), () => drawn, CLIENT_LIMITS);

  test('is some moment within its window when it stops', () => {
    const within = fc.property(fc.nat(10_000_000), unit, (windowMs, drawn) => {
      expect(waitMs(4000, windowMs, drawn)).toBe(windowMs * drawn);
    });
    void fc.assert(within, { seed: 3 });
  });

  test('is the least to wait when it has too much to do, and a crowd is spread after it', () => {
    expect([0, 0.5, 1].map((drawn) => waitMs(4006, 30_000, drawn, 7))).toEqual([
      30_000, 40_000, 50_000,
    ]);
  });
});
