import type { Point } from '../../protocol/index.ts';

/** Where a trip goes, and what the driver should know. The points are known or null. */
export interface Places {
  readonly pickupLocation: string;
  readonly dropoffLocation: string;
  readonly pickup: Point | null;
  readonly dropoff: Point | null;
  readonly note: string | null;
}

/** The part of the places that a command gives; what is absent stays as it is. */
export type GivenPlaces = {
  readonly [Field in keyof Places]?: NonNullable<Places[Field]> | undefined;
};

/** What a new booking needs at least. */
export type FirstPlaces = GivenPlaces & Pick<Places, 'pickupLocation' | 'dropoffLocation'>;

export function firstPlaces(given: FirstPlaces): Places {
  return {
    pickupLocation: given.pickupLocation,
    dropoffLocation: given.dropoffLocation,
    pickup: given.pickup ?? null,
    dropoff: given.dropoff ?? null,
    note: given.note ?? null,
  };
}

/** A new name without its point forgets the old point: it belonged to another place. */
export function overwritePlaces(old: Places, given: GivenPlaces): Places {
  const { pickupLocation = old.pickupLocation, dropoffLocation = old.dropoffLocation } = given;
  const pickupStays = pickupLocation === old.pickupLocation;
  const dropoffStays = dropoffLocation === old.dropoffLocation;
  return {
    pickupLocation,
    dropoffLocation,
    pickup: given.pickup ?? (pickupStays ? old.pickup : null),
    dropoff: given.dropoff ?? (dropoffStays ? old.dropoff : null),
    note: given.note ?? old.note,
  };
}

/** True when nothing of what is given differs from the places as they are. */
export function agreesWith(places: Places, given: GivenPlaces): boolean {
  return samePlaces(places, overwritePlaces(places, given));
}

export function samePlaces(a: Places, b: Places): boolean {
  return (
    a.pickupLocation === b.pickupLocation &&
    a.dropoffLocation === b.dropoffLocation &&
    samePoint(a.pickup, b.pickup) &&
    samePoint(a.dropoff, b.dropoff) &&
    a.note === b.note
  );
}

function samePoint(a: Point | null, b: Point | null): boolean {
  return a?.latitude === b?.latitude && a?.longitude === b?.longitude;
}
