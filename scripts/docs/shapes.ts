import type { TSchema } from 'typebox';
import * as common from '../../src/protocol/schemas/common.ts';
import * as views from '../../src/protocol/schemas/views.ts';
import { type JsonSchema, plain } from './json-schema.ts';

export interface Shape {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly text: string;
}

const describe = (name: string, schema: TSchema, text: string): Shape => ({
  name,
  schema: plain(schema),
  text,
});

const statuses = common.BookingStatus.anyOf.map((status) => `\`${status.const}\``).join(', ');

/** Simple values that have a name of their own in the tables. */
export const VALUES: readonly Shape[] = [
  describe('id', common.Id, 'a whole number, or 1–64 of `A–Z a–z 0–9 _ . -`'),
  describe('request id', common.RequestId, 'a whole number, or a string of 1–64 characters'),
  describe('role', common.Roles, '`admin`, `driver` or `rider`'),
  describe('status', common.BookingStatus, statuses),
  describe('time', common.Time, 'Unix milliseconds'),
  describe('seq', common.Seq, "the number of a durable message in its user's stream"),
  describe('version', common.Version, 'grows by one with each change of a booking'),
  describe('latitude', common.Latitude, 'degrees, −90 to 90 (WGS 84)'),
  describe('longitude', common.Longitude, 'degrees, −180 to 180 (WGS 84)'),
];

/** Objects that messages and the HTTP API share. */
export const OBJECTS: readonly Shape[] = [
  describe('Point', common.Point, 'A place on the map.'),
  describe('Fix', common.Fix, 'A position as phones send it; `null` and −1 mean unknown.'),
  describe('DriverCard', common.DriverCard, 'Who drives.'),
  describe('SnapshotBooking', views.SnapshotBooking, 'A booking as its rider or driver sees it.'),
  describe('BookingView', views.BookingView, 'A booking as admins see it.'),
  describe('TransitionView', views.TransitionView, "One row of a booking's append-only log."),
  describe('Position', views.Position, 'The last known position in a booking.'),
  describe('DriverView', views.DriverView, 'A driver on the map.'),
  describe('ConnectionView', views.ConnectionView, 'An open session.'),
  describe('TokenView', views.TokenView, 'A token, without its secret.'),
  describe('EventView', views.EventView, 'One line of the live log.'),
  describe('StatsView', views.StatsView, "The daemon's figures; rates over the last second."),
];

const BY_SCHEMA = new Map([...VALUES, ...OBJECTS].map((shape) => [keyOf(shape.schema), shape]));

/** Found by its content, because an optional field holds a copy of its schema. */
export function shapeOf(schema: JsonSchema): Shape | undefined {
  return BY_SCHEMA.get(keyOf(schema));
}

function keyOf(schema: JsonSchema): string {
  return JSON.stringify(schema);
}
