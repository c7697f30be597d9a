import type { Static, TProperties } from 'typebox';
import * as Type from 'typebox';
import { PROTOCOL_LIMITS as LIMITS } from '../limits.ts';

/** Building blocks that several messages share. Units: ms, metres, m/s, degrees (WGS 84). */

export const Id = Type.Union([
  Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' }),
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
]);
export const RequestId = Type.Union([
  Type.String({ minLength: 1, maxLength: LIMITS.requestIdLengthMax }),
  Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
]);
export const Roles = Type.Union([
  Type.Literal('admin'),
  Type.Literal('driver'),
  Type.Literal('rider'),
]);
export const Latitude = Type.Number({ minimum: -90, maximum: 90 });
export const Longitude = Type.Number({ minimum: -180, maximum: 180 });
export const Point = Type.Object({ latitude: Latitude, longitude: Longitude });
export const Place = Type.String({ minLength: 1, maxLength: LIMITS.placeLengthMax });
export const Text = Type.String({ maxLength: LIMITS.textLengthMax });
export const Reason = Type.String({ maxLength: LIMITS.reasonLengthMax });
export const Time = Type.Number({ description: 'Unix milliseconds' });
export const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Version = Type.Integer({ minimum: 0 });

export const BookingStatus = Type.Union([
  Type.Literal('pending'),
  Type.Literal('assigned'),
  Type.Literal('accepted'),
  Type.Literal('on_way'),
  Type.Literal('arrived'),
  Type.Literal('started'),
  Type.Literal('completed'),
  Type.Literal('declined'),
  Type.Literal('cancelled'),
]);

/**
 * A position as phones send it. Browsers send `null` for what they do not know, and real devices
 * send -1 for an unknown speed or heading, so these three are lenient here and cleaned after.
 */
export const fixFields = {
  latitude: Latitude,
  longitude: Longitude,
  booking_id: Type.Optional(Type.Union([Id, Type.Null()])),
  heading: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  speed: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  accuracy: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  timestamp: Type.Optional(Time),
} satisfies TProperties;
export const Fix = Type.Object(fixFields);

/** A position as it is passed on. */
export const positionFields = {
  latitude: Latitude,
  longitude: Longitude,
  heading: Type.Optional(Type.Number()),
  speed: Type.Optional(Type.Number()),
  accuracy: Type.Optional(Type.Number()),
  timestamp: Time,
} satisfies TProperties;

export const DriverCard = Type.Object({
  driver_id: Id,
  name: Type.Optional(Type.String()),
  vehicle: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
});

/** The places of a booking; `pickup` and `dropoff` are the coordinates, if known. */
export const placeFields = {
  pickup_location: Place,
  dropoff_location: Place,
  pickup: Type.Optional(Point),
  dropoff: Type.Optional(Point),
  note: Type.Optional(Text),
} satisfies TProperties;

export type BookingStatus = Static<typeof BookingStatus>;
export type Point = Static<typeof Point>;
export type Fix = Static<typeof Fix>;
export type DriverCard = Static<typeof DriverCard>;
