import type { DriverView, EventView } from '../../protocol/index.ts';
import type { LiveBooking, Model } from '../model/model.ts';
import { listBookings } from './bookings-list.ts';
import { listDrivers } from './drivers-list.ts';
import { listEvents } from './events-list.ts';

/** The rows of each list as the filter leaves them, in the order shown. */
export interface Lists {
  bookings(model: Model, filter: string): readonly LiveBooking[];
  events(model: Model, filter: string): readonly EventView[];
  drivers(model: Model, filter: string): readonly DriverView[];
}

/** Ten thousand drivers are not sorted again for every frame and key: no change, no work. */
export function createLists(): Lists {
  const bookings = rememberLast(listBookings);
  const events = rememberLast(listEvents);
  const drivers = rememberLast(listDrivers);
  return {
    bookings: (model, filter) => bookings(model.bookings, filter),
    events: (model, filter) => events(model.events, filter),
    drivers: (model, filter) => drivers(model.drivers, filter),
  };
}

function rememberLast<Source, Result>(compute: (source: Source, filter: string) => Result) {
  let last: { source: Source; filter: string; result: Result } | null = null;
  return (source: Source, filter: string): Result => {
    if (last === null || last.source !== source || last.filter !== filter) {
      last = { source, filter, result: compute(source, filter) };
    }
    return last.result;
  };
}
