/** The rules of the house, pure: no clock, no randomness, no I/O. This is their only door. */
export { assertNever } from './assert-never.ts';
export { type Actor, SYSTEM } from './booking/actor.ts';
export { type Announcement, announce } from './booking/announce.ts';
export { type Booking, rateBooking } from './booking/booking.ts';
export type {
  AssignCommand,
  BookingCommand,
  RateCommand,
  RequestCommand,
  RespondCommand,
  StatusCommand,
} from './booking/command.ts';
export { type Deadline, deadlinesOf } from './booking/deadlines.ts';
export { decide } from './booking/decide.ts';
export { EDGES } from './booking/edges.ts';
export { evolve, replay } from './booking/evolve.ts';
export { EXCLUSIVITY, type Exclusivity, exclusivityConflict } from './booking/exclusivity.ts';
export type { Places } from './booking/places.ts';
export { type BookingPolicy, DEFAULT_BOOKING_POLICY } from './booking/policy.ts';
export { notFound } from './booking/refusal.ts';
export {
  isFinal,
  isHeld,
  showsDriverToRider,
} from './booking/status.ts';
export type { Transition } from './booking/transition.ts';
export { distanceM } from './position/geo.ts';
export {
  DEFAULT_PLAUSIBILITY,
  type FixHistory,
  judgeFix,
} from './position/judge-fix.ts';
export {
  REPORTING_POLICIES,
  reportingStage,
} from './reporting.ts';
