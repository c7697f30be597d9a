import type { Point } from '../protocol/index.ts';
import { distanceM } from './position/geo.ts';

/** A driver as the fleet knows them when a booking looks for one. */
export interface Candidate {
  readonly driverId: string;
  readonly state: 'free' | 'offered' | 'busy';
  readonly isOnline: boolean;
  readonly position: Point | null;
  /** How long ago that was, in ms; null without a position. */
  readonly positionAgeMs: number | null;
}

/** Why a driver is not asked: the question that every dispatcher gets. */
export type PassedOverReason =
  | 'excluded'
  | 'busy'
  | 'offered'
  | 'offline'
  | 'no_position'
  | 'position_too_old'
  | 'too_far';

export interface MatchLimits {
  readonly positionAgeMaxMs: number;
  readonly distanceMaxM: number;
}

export const DEFAULT_MATCH_LIMITS: MatchLimits = {
  positionAgeMaxMs: 120_000,
  distanceMaxM: 10_000,
};

export interface MatchQuestion {
  readonly pickup: Point;
  readonly excludedDriverIds: readonly string[];
  readonly limits: MatchLimits;
}

export interface Match {
  /** Who can be asked, the nearest first. */
  readonly ranked: readonly { readonly driverId: string; readonly distanceM: number }[];
  readonly passedOver: readonly { readonly driverId: string; readonly reason: PassedOverReason }[];
}

/** Ranks the drivers for a pickup and says of each other one why not. */
export function matchDrivers(candidates: readonly Candidate[], question: MatchQuestion): Match {
  const ranked: { driverId: string; distanceM: number }[] = [];
  const passedOver: { driverId: string; reason: PassedOverReason }[] = [];
  for (const candidate of candidates) {
    const { driverId } = candidate;
    const verdict = judge(candidate, question);
    if (typeof verdict === 'number') ranked.push({ driverId, distanceM: verdict });
    else passedOver.push({ driverId, reason: verdict });
  }
  return { ranked: ranked.sort(byDistanceThenId), passedOver };
}

/** The distance of a driver who can be asked, or the reason why not. */
function judge(candidate: Candidate, question: MatchQuestion): number | PassedOverReason {
  const { driverId, state, position, positionAgeMs } = candidate;
  const { limits } = question;
  if (question.excludedDriverIds.includes(driverId)) return 'excluded';
  if (state !== 'free') return state;
  if (!candidate.isOnline) return 'offline';
  if (position === null || positionAgeMs === null) return 'no_position';
  if (positionAgeMs > limits.positionAgeMaxMs) return 'position_too_old';
  const distance = distanceM(position, question.pickup);
  return distance > limits.distanceMaxM ? 'too_far' : distance;
}

/** The id decides between equals, so that the same fleet always gives the same order. */
function byDistanceThenId(
  a: { driverId: string; distanceM: number },
  b: { driverId: string; distanceM: number },
): number {
  return a.distanceM - b.distanceM || (a.driverId < b.driverId ? -1 : 1);
}
