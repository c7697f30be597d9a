import type { Point } from '../../protocol/index.ts';
import { distanceM } from './geo.ts';

/** A position as a device measured it. `takenAt` is Unix ms by a corrected clock. */
export interface TimedFix extends Point {
  readonly takenAt: number;
  /** Radius in metres that holds the true place in 68 % of all cases. */
  readonly accuracyM?: number | undefined;
}

/** What is remembered of one driver: the newest fix believed in, and those in quarantine since. */
export interface FixHistory {
  readonly anchor: TimedFix;
  readonly suspects: readonly TimedFix[];
}

export interface PlausibilityLimits {
  readonly speedMaxMps: number;
  /** A shorter displacement is never implausible, however fast: GPS wanders that far. */
  readonly displacementMinM: number;
  /** So many fixes in quarantine that agree with each other are right, and the anchor wrong. */
  readonly agreeingFixes: number;
  /** A device that claims to be less accurate than this is not forgiven more. */
  readonly accuracyMaxM: number;
}

export const DEFAULT_PLAUSIBILITY: PlausibilityLimits = {
  speedMaxMps: 40,
  displacementMinM: 50,
  agreeingFixes: 3,
  accuracyMaxM: 1_000,
};

/**
 * `accept`: the driver is here now. `duplicate`: said already. `stale`: taken before the newest
 * one, so it belongs into the track and never moves the marker back. `quarantine`: too fast to be
 * true.
 */
export interface Judgement {
  readonly verdict: 'accept' | 'duplicate' | 'stale' | 'quarantine';
  readonly history: FixHistory;
}

/** Judges the next fix of a driver. No device is locked out: who insists is believed. */
export function judgeFix(
  history: FixHistory | null,
  fix: TimedFix,
  limits: PlausibilityLimits,
): Judgement {
  if (history === null) return believe(fix);
  const { anchor, suspects } = history;
  const suspect = suspects.at(-1);
  if (isSame(fix, anchor) || (suspect !== undefined && isSame(fix, suspect))) {
    return { verdict: 'duplicate', history };
  }
  if (fix.takenAt < anchor.takenAt) return { verdict: 'stale', history };
  if (isReachable(anchor, fix, limits)) return believe(fix);
  const agrees = suspect !== undefined && isReachable(suspect, fix, limits);
  const gathered = agrees ? [...suspects, fix] : [fix];
  if (gathered.length >= limits.agreeingFixes) return believe(fix);
  return { verdict: 'quarantine', history: { anchor, suspects: gathered } };
}

function believe(fix: TimedFix): Judgement {
  return { verdict: 'accept', history: { anchor: fix, suspects: [] } };
}

function isSame(a: TimedFix, b: TimedFix): boolean {
  return a.takenAt === b.takenAt && a.latitude === b.latitude && a.longitude === b.longitude;
}

/** Whether one can get from one to the other in time, in the most favourable case. */
function isReachable(from: TimedFix, to: TimedFix, limits: PlausibilityLimits): boolean {
  const apartM = distanceM(from, to) - doubtM(from, limits) - doubtM(to, limits);
  const elapsedS = Math.max(0, to.takenAt - from.takenAt) / 1_000;
  return apartM < limits.displacementMinM || apartM <= limits.speedMaxMps * elapsedS;
}

function doubtM(fix: TimedFix, limits: PlausibilityLimits): number {
  return Math.min(Math.max(fix.accuracyM ?? 0, 0), limits.accuracyMaxM);
}
