import { expect } from 'vitest';
import type { Outcome } from './cuts.ts';

export function expectNothingLost({ images, looks, faultCount, faults }: Outcome): void {
  const summary = `${faultCount} faults in ${images} images, of ${looks} promises`;
  expect(faults, summary).toEqual([]);
  expect(looks, 'nothing was looked at').toBeGreaterThan(0);
}
