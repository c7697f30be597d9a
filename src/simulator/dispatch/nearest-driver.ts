import { type DriverView, fromWireId, type Point } from '../../protocol/index.ts';
import { distanceM } from '../geo/coordinate.ts';

/** The nearest driver who is online, free and not ruled out; null when there is none. */
export function nearestDriver(
  drivers: Iterable<DriverView>,
  pickup: Point,
  isRuledOut: (driverId: string) => boolean,
): string | null {
  let nearest: string | null = null;
  let nearestM = Number.POSITIVE_INFINITY;
  for (const { driver_id, online, state, latitude, longitude } of drivers) {
    const driverId = fromWireId(driver_id);
    if (!online || state !== 'free' || latitude === undefined || longitude === undefined) continue;
    const awayM = distanceM({ latitude, longitude }, pickup);
    if (awayM >= nearestM || isRuledOut(driverId)) continue;
    nearest = driverId;
    nearestM = awayM;
  }
  return nearest;
}
