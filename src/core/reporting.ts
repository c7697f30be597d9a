import type { BookingStatus } from '../protocol/index.ts';
import { assertNever } from './assert-never.ts';

/** What a driver is doing, as far as it matters for how often to say where they are. */
export type ReportingStage = 'waiting' | 'idle' | 'assigned' | 'trip' | 'near';

/** A position is due after this time or this way, whichever comes first. */
export interface ReportingPolicy {
  readonly intervalMs: number;
  readonly distanceM: number;
}

/** Often where somebody is watching, rarely where it only costs battery and data. */
export const REPORTING_POLICIES: Readonly<Record<ReportingStage, ReportingPolicy>> = {
  waiting: { intervalMs: 45_000, distanceM: 50 },
  idle: { intervalMs: 12_000, distanceM: 25 },
  assigned: { intervalMs: 5_000, distanceM: 10 },
  trip: { intervalMs: 5_000, distanceM: 10 },
  near: { intervalMs: 2_500, distanceM: 5 },
};

/** Within this distance of pickup or drop-off the rider looks for the driver. */
const NEAR_M = 300;

export interface ReportingSituation {
  /** Status of the driver's booking; null without one. */
  readonly status: BookingStatus | null;
  /** False for a driver who stands, at a terminal for instance. */
  readonly isMoving: boolean;
  /** Metres to the pickup before `started`, to the drop-off from then on; null when unknown. */
  readonly goalM: number | null;
}

export function reportingStage({ status, isMoving, goalM }: ReportingSituation): ReportingStage {
  switch (status) {
    case 'assigned':
      return 'assigned';
    case 'accepted':
    case 'on_way':
    case 'arrived':
    case 'started':
      return goalM !== null && goalM <= NEAR_M ? 'near' : 'trip';
    case 'pending':
    case 'declined':
    case 'completed':
    case 'cancelled':
    case null:
      return isMoving ? 'idle' : 'waiting';
    default:
      return assertNever(status);
  }
}
