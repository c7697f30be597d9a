import { type DriverView, fromWireId } from '../../protocol/index.ts';
import { withEntries } from './bounded.ts';
import { MODEL_LIMITS } from './model.ts';

export function withDrivers(
  drivers: ReadonlyMap<string, DriverView>,
  changed: readonly DriverView[],
): ReadonlyMap<string, DriverView> {
  const entries = changed.map((driver) => [fromWireId(driver.driver_id), driver] as const);
  return withEntries(drivers, entries, MODEL_LIMITS.driversMax);
}
