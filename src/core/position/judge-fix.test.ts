import { describe, expect, test } from 'vitest';
import { DEFAULT_PLAUSIBILITY, type FixHistory, judgeFix, type TimedFix } from './judge-fix.ts';

const METRES_PER_DEGREE = 111_195;

/** A fix so many metres north of the start, so many seconds after it. */
function fixAt(metres: number, seconds: number, accuracyM?: number): TimedFix {
  const latitude = 14.6 + metres / METRES_PER_DEGREE;
  return { latitude, longitude: 121, takenAt: 1_000_000 + seconds * 1_000, accuracyM };
}

/** The verdicts on one fix after the other. */
function judgeAll(...fixes: readonly TimedFix[]): readonly string[] {
  let history: FixHistory | null = null;
  return fixes.map((fix) => {
    const judgement = judgeFix(history, fix, DEFAULT_PLAUSIBILITY);
    history = judgement.history;
    return judgement.verdict;
  });
}

describe('a fix', () => {
  test('is accepted when one can have driven there', () => {
    expect(judgeAll(fixAt(0, 0), fixAt(80, 10), fixAt(470, 20))).toEqual([
      'accept',
      'accept',
      'accept',
    ]);
  });

  test('under 50 m away is accepted however short the time', () => {
    expect(judgeAll(fixAt(0, 0), fixAt(49, 0), fixAt(0, 0.1))).toEqual([
      'accept',
      'accept',
      'accept',
    ]);
  });

  test('too fast to be true goes into quarantine and does not move the driver', () => {
    expect(judgeAll(fixAt(0, 0), fixAt(5_000, 5), fixAt(30, 10))).toEqual([
      'accept',
      'quarantine',
      'accept',
    ]);
  });

  test('said twice is a duplicate, also in quarantine', () => {
    expect(judgeAll(fixAt(0, 0), fixAt(0, 0), fixAt(900, 1), fixAt(900, 1))).toEqual([
      'accept',
      'duplicate',
      'quarantine',
      'duplicate',
    ]);
  });

  test('older than the newest is stale', () => {
    expect(judgeAll(fixAt(0, 0), fixAt(-20, -600))).toEqual(['accept', 'stale']);
  });

  test('far off is forgiven as far as both fixes are inaccurate', () => {
    expect(judgeAll(fixAt(0, 0, 1_000), fixAt(763, 3.6, 10))).toEqual(['accept', 'accept']);
    expect(judgeAll(fixAt(0, 0, 10), fixAt(763, 3.6, 10))).toEqual(['accept', 'quarantine']);
  });

  test('is not forgiven any distance for claiming to be inaccurate', () => {
    expect(judgeAll(fixAt(0, 0), fixAt(5_000, 1, 1e9))).toEqual(['accept', 'quarantine']);
  });
});

describe('fixes in quarantine', () => {
  test('that agree three times become the new anchor', () => {
    expect(
      judgeAll(fixAt(0, 0), fixAt(9_000, 5), fixAt(9_030, 10), fixAt(9_060, 15), fixAt(9_090, 20)),
    ).toEqual(['accept', 'quarantine', 'quarantine', 'accept', 'accept']);
  });

  test('that contradict each other convince nobody', () => {
    expect(
      judgeAll(fixAt(0, 0), fixAt(9_000, 5), fixAt(-9_000, 10), fixAt(9_000, 15), fixAt(60, 20)),
    ).toEqual(['accept', 'quarantine', 'quarantine', 'quarantine', 'accept']);
  });
});
