import { describe, expect, test } from 'vitest';
import { DEFAULT_PLAUSIBILITY, type FixHistory, judgeFix, type TimedFix } from './judge-fix.ts';

const METRES_PER_DEGREE = 111_195;

/** A fix so many metres north of the start, so many seconds after it. */
function fixAt(metres: number, seconds: number, accuracyM?: number): TimedFix {
  const latitude = 14.6 + metres / METRES_PER_DEGREE;
  return {
    latitude,
    longitude: 121,
    takenAt: 100_000_000 + seconds * 1_000,
    accuracyM,
    isLive: true,
  };
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

describe('late fixes', () => {
  const lateBy = (seconds: number) => [0, 5, 10, 15].map((at) => fixAt(at, at - seconds));

  test.each([30, 3_600, 86_400])(
    'of a clock that fell %i s behind are believed from the third on',
    (behindS) => {
      expect(judgeAll(fixAt(0, 0), ...lateBy(behindS))).toEqual([
        'accept',
        'stale',
        'stale',
        'accept',
        'accept',
      ]);
    },
  );

  test('that come singly never move the driver back', () => {
    const singly = [0, 5, 10, 15, 20].flatMap((at) => [fixAt(at, at), fixAt(at, at - 2_325)]);
    expect(judgeAll(...singly)).toEqual([0, 1, 2, 3, 4].flatMap(() => ['accept', 'stale']));
  });

  test('convince nobody when they go back in time, stand still or contradict each other', () => {
    const back = [-10, -20, -30, -40].map((at) => fixAt(at, at));
    const still = [0, 1, 2, 3].map((at) => fixAt(at, -600));
    const apart = [0, 1, 2, 3].map((at) => fixAt((at % 2) * 9_000, at - 600));
    for (const fixes of [back, still, apart]) {
      expect(judgeAll(fixAt(0, 0), ...fixes).slice(1)).toEqual(fixes.map(() => 'stale'));
    }
  });

  test('said twice are duplicates, which count once', () => {
    const [first, second] = [fixAt(0, -90), fixAt(1, -80)];
    expect(judgeAll(fixAt(0, 0), first, first, second, second, fixAt(2, -70))).toEqual([
      'accept',
      'stale',
      'duplicate',
      'stale',
      'duplicate',
      'accept',
    ]);
  });

  test('that were gathered offline stay stale, and do not stand between live ones', () => {
    const gathered = lateBy(600).map((fix) => ({ ...fix, isLive: false }));
    expect(judgeAll(fixAt(0, 0), ...gathered).slice(1)).toEqual(gathered.map(() => 'stale'));
    const [first = fixAt(0, -9), ...rest] = lateBy(90);
    expect(judgeAll(fixAt(0, 0), first, ...gathered, ...rest).at(-1)).toBe('accept');
  });

  test('start anew after a fix in quarantine', () => {
    const [first = fixAt(0, -9), second = fixAt(0, -8), third = fixAt(0, -7)] = lateBy(90);
    expect(judgeAll(fixAt(0, 0), first, second, fixAt(9_000, 5), third).at(-1)).toBe('stale');
  });
});
