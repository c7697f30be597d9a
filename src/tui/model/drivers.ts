import { type DriverView, fromWireId, type WireId } from '../../protocol/index.ts';
import { withEntries } from './bounded.ts';
import { MODEL_LIMITS } from './model.ts';

export function withDrivers(
  drivers: ReadonlyMap<string, DriverView>,
  changed: readonly DriverView[],
): ReadonlyMap<string, DriverView> {
  const entries = changed.map((driver) => [fromWireId(driver.driver_id), driver] as const);
  return withEntries(drivers, entries, MODEL_LIMITS.driversMax);
}

/** Without those who do not exist any more. */
export function withoutDrivers(
  drivers: ReadonlyMap<string, DriverView>,
  gone: readonly WireId[],
): ReadonlyMap<string, DriverView> {
  if (gone.length === 0) return drivers;
  const kept = new Map(drivers);
  for (const id of gone) kept.delete(fromWireId(id));
  return kept;
}
