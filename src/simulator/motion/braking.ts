/** Metres that it takes to come to a stand. */
export function brakingDistanceM(speedMps: number, decelerationMps2: number): number {
  return speedMps ** 2 / (2 * decelerationMps2);
}

/**
 * The highest speed at the end of a step from which a mark `distanceM` ahead of its start can
 * still be passed at `markMps` without braking harder than `decelerationMps2`.
 *
 * The step covers (v + v')/2 · t; what is left must satisfy v'² ≤ mark² + 2a · left, which is a
 * quadratic in v'. Solved exactly, a vehicle that keeps to it never has to brake harder later.
 */
export function speedBeforeMarkMps(
  speedMps: number,
  mark: { readonly distanceM: number; readonly markMps: number },
  decelerationMps2: number,
  stepS: number,
): number {
  const half = (decelerationMps2 * stepS) / 2;
  const reach = 2 * decelerationMps2 * mark.distanceM + mark.markMps ** 2;
  const root = half ** 2 - 2 * half * speedMps + reach;
  return root <= half ** 2 ? 0 : Math.sqrt(root) - half;
}
