import { describe, expect, it } from 'vitest';
import { distanceM } from '../geo/coordinate.ts';
import { createRandom } from '../random.ts';
import { ORIGIN } from '../testing/street.ts';
import { GpsReceiver } from './gps-receiver.ts';

const driving = { coordinate: ORIGIN, headingDegrees: 359.5, speedMps: 8 };

/** Fixes of many phones, some minutes apart each. */
function* scatter(phones: number, fixes: number) {
  for (let phone = 0; phone < phones; phone += 1) {
    const receiver = new GpsReceiver(createRandom(phone));
    for (let fix = 0; fix < fixes; fix += 1) {
      receiver.advance(240_000);
      yield receiver.fix(driving, fix);
    }
  }
}

describe('a GPS receiver', () => {
  it('is right about its accuracy in 68 of 100 fixes', () => {
    const fixes = [...scatter(40, 50)];
    const inside = fixes.filter((fix) => distanceM(fix, ORIGIN) <= fix.accuracy);
    expect(inside.length / fixes.length).toBeGreaterThan(0.64);
    expect(inside.length / fixes.length).toBeLessThan(0.72);
  });

  it('has errors that drift: near from second to second, gone after minutes', () => {
    const receiver = new GpsReceiver(createRandom(2));
    const errors = Array.from({ length: 2_000 }, () => {
      receiver.advance(1_000);
      return receiver.fix(driving, 0).latitude - ORIGIN.latitude;
    });
    expect(correlation(errors, 1)).toBeGreaterThan(0.9);
    expect(Math.abs(correlation(errors, 600))).toBeLessThan(0.4);
  });

  it('gives the same errors however often it is asked and time is cut', () => {
    const [coarse, fine] = [new GpsReceiver(createRandom(3)), new GpsReceiver(createRandom(3))];
    coarse.advance(60_000);
    for (let tick = 0; tick < 600; tick += 1) {
      fine.advance(100);
      fine.fix(driving, tick);
    }
    expect(fine.fix(driving, 1)).toEqual(coarse.fix(driving, 1));
  });

  it('keeps headings in [0, 360) and has none at a stand', () => {
    for (const { heading } of scatter(5, 40)) {
      expect(heading).toBeGreaterThanOrEqual(0);
      expect(heading).toBeLessThan(360);
    }
    const parked = new GpsReceiver(createRandom(1)).fix({ ...driving, speedMps: 0 }, 5);
    expect(parked).not.toHaveProperty('heading');
    expect(parked).toMatchObject({ speed: 0, timestamp: 5 });
  });

  it('repeats times only where asked to', () => {
    const times = (duplicateTimes: number) => {
      const receiver = new GpsReceiver(createRandom(4), { duplicateTimes });
      return Array.from({ length: 100 }, (_, now) => receiver.fix(driving, now).timestamp);
    };
    expect(new Set(times(0)).size).toBe(100);
    expect(new Set(times(0.5)).size).toBeLessThan(75);
  });
});

function correlation(values: readonly number[], lag: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const power = centred.reduce((sum, value) => sum + value * value, 0) / centred.length;
  const later = centred.slice(lag);
  const product = later.reduce((sum, value, index) => sum + value * (centred[index] ?? 0), 0);
  return product / later.length / power;
}
