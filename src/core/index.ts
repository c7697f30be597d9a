/** The rules of the house, pure: no clock, no randomness, no I/O. This is their only door. */
export { assertNever } from './assert-never.ts';
export { type Actor, type ActorRole, SYSTEM } from './booking/actor.ts';
export { type Announcement, announce } from './booking/announce.ts';
export { type Booking, type Rating, rateBooking } from './booking/booking.ts';
export type {
  AssignCommand,
  BookingCommand,
  RateCommand,
  RequestCommand,
  RespondCommand,
  StatusCommand,
  TimerCommand,
} from './booking/command.ts';
export { type Deadline, deadlinesOf } from './booking/deadlines.ts';
export { decide } from './booking/decide.ts';
export type { DecideContext, Decision } from './booking/decision.ts';
export { EDGES, type Edge, legalNext } from './booking/edges.ts';
export { evolve, replay } from './booking/evolve.ts';
export { EXCLUSIVITY, type Exclusivity, exclusivityConflict } from './booking/exclusivity.ts';
export { isConcerned } from './booking/permissions.ts';
export type { GivenPlaces, Places } from './booking/places.ts';
export { type BookingPolicy, DEFAULT_BOOKING_POLICY } from './booking/policy.ts';
export { notFound } from './booking/refusal.ts';
export {
  HELD_STATUSES,
  isFinal,
  isHeld,
  OFFERED_STATUSES,
  OPEN_STATUSES,
  showsDriverToRider,
} from './booking/status.ts';
export type { Transition } from './booking/transition.ts';
export {
  type Candidate,
  DEFAULT_MATCH_LIMITS,
  type Match,
  type MatchLimits,
  matchDrivers,
  type PassedOverReason,
} from './matching.ts';
export { bearingDeg, distanceM } from './position/geo.ts';
export {
  DEFAULT_PLAUSIBILITY,
  type FixHistory,
  type Judgement,
  judgeFix,
  type PlausibilityLimits,
  type TimedFix,
} from './position/judge-fix.ts';
export {
  REPORTING_POLICIES,
  type ReportingPolicy,
  type ReportingSituation,
  type ReportingStage,
  reportingStage,
} from './reporting.ts';
