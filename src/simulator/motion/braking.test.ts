import { describe, expect, it } from 'vitest';
import { brakingDistanceM, speedBeforeMarkMps } from './braking.ts';

describe('braking', () => {
  it('takes v² / 2a metres', () => {
    expect(brakingDistanceM(9, 1.8)).toBeCloseTo(22.5, 9);
  });

  it('comes down to a mark without ever braking harder than allowed', () => {
    let speed = 12;
    let left = brakingDistanceM(12, 1.8);
    while (speed > 0) {
      const next = speedBeforeMarkMps(speed, { distanceM: left, markMps: 0 }, 1.8, 0.2);
      expect(next).toBeGreaterThanOrEqual(Math.max(0, speed - 1.8 * 0.2) - 1e-9);
      left -= next > 0 ? ((speed + next) / 2) * 0.2 : brakingDistanceM(speed, 1.8);
      speed = next;
    }
    expect(left).toBeGreaterThan(-1e-9);
    expect(left).toBeLessThan(0.02);
  });

  it('allows the speed of the mark at the mark', () => {
    expect(speedBeforeMarkMps(4, { distanceM: 0.8, markMps: 4 }, 1.8, 0.2)).toBeCloseTo(4, 9);
  });
});
