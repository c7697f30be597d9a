import { expect } from 'vitest';
import type { Outcome } from './cuts.ts';

/** Answers the figures, for those who want to know how hard it was tried. */
export function expectNothingLost({ images, looks, faultCount, faults }: Outcome): string {
  const figures = `${images} disks after a power cut, ${looks} promises, ${faultCount} broken`;
  expect(faults, figures).toEqual([]);
  expect(looks, 'promises that were looked for').toBeGreaterThan(0);
  return figures;
}
