import type { Places } from '../../core/index.ts';

type Known<Fields> = {
  [Name in keyof Fields as null extends Fields[Name] ? never : Name]: Fields[Name];
} & {
  [Name in keyof Fields as null extends Fields[Name] ? Name : never]?: NonNullable<Fields[Name]>;
};

/** Leaves out what is null: on the wire an optional field is absent. */
export function knownFields<Fields extends object>(fields: Fields): Known<Fields> {
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== null) known[name] = value;
  return known as Known<Fields>;
}

/** The wire's names for where a trip goes. */
export function placeFields(places: Places) {
  return knownFields({
    pickup_location: places.pickupLocation,
    dropoff_location: places.dropoffLocation,
    pickup: places.pickup,
    dropoff: places.dropoff,
    note: places.note,
  });
}
