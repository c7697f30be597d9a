import { keyOf } from './booking-event.ts';
import { type BookingLog, expectedEvents } from './expected-events.ts';
import type { Receipts } from './receipts.ts';

/** What should have arrived against what did. Lists hold one sentence for each event. */
export interface Balance {
  readonly expected: number;
  readonly received: number;
  readonly lost: readonly string[];
  /** How many showings there were beyond the first. */
  readonly repeatedCount: number;
  readonly repeated: readonly string[];
  /** Shown to somebody whom they were not for, or that no log knows. */
  readonly unexpected: readonly string[];
}

export function strikeBalance(logs: readonly BookingLog[], receipts: Receipts): Balance {
  const expected = new Set(logs.flatMap(expectedEvents).map(keyOf));
  const shown = [...receipts.keys()];
  const lost = [...expected].filter((key) => receipts.timesOf(key) === 0);
  const repeated = shown.filter((key) => receipts.timesOf(key) > 1);
  return {
    expected: expected.size,
    received: expected.size - lost.length,
    lost,
    repeatedCount: repeated.reduce((sum, key) => sum + receipts.timesOf(key) - 1, 0),
    repeated,
    unexpected: shown.filter((key) => !expected.has(key)),
  };
}
