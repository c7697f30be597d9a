import type { Point } from '../../protocol/index.ts';
import { distanceM } from './geo.ts';

/** A position as a device measured it. `takenAt` is Unix ms by a corrected clock. */
export interface TimedFix extends Point {
  readonly takenAt: number;
  /** Radius in metres that holds the true place in 68 % of all cases. */
  readonly accuracyM?: number | undefined;
  /** Sent when it was taken. One gathered offline says nothing about the phone's clock. */
  readonly isLive: boolean;
}

/** What is remembered of one driver: the newest fix believed in, and those that gainsay it. */
export interface FixHistory {
  readonly anchor: TimedFix;
  /** In quarantine since the anchor. */
  readonly suspects: readonly TimedFix[];
  /** Live ones in a row that claim to be older than the anchor. */
  readonly late: readonly TimedFix[];
}

export interface PlausibilityLimits {
  readonly speedMaxMps: number;
  /** A shorter displacement is never implausible, however fast: GPS wanders that far. */
  readonly displacementMinM: number;
  /** So many fixes that agree with each other are right, and the anchor wrong. */
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
  const { anchor, suspects, late } = history;
  const suspect = suspects.at(-1);
  if ([anchor, suspect, late.at(-1)].some((known) => known !== undefined && isSame(fix, known))) {
    return { verdict: 'duplicate', history };
  }
  if (fix.takenAt < anchor.takenAt) return judgeLate(history, fix, limits);
  if (isReachable(anchor, fix, limits)) return believe(fix);
  const agrees = suspect !== undefined && isReachable(suspect, fix, limits);
  const gathered = agrees ? [...suspects, fix] : [fix];
  if (gathered.length >= limits.agreeingFixes) return believe(fix);
  return { verdict: 'quarantine', history: { anchor, suspects: gathered, late: [] } };
}

/**
 * Now and then a fix is late. When one after the other is, and they go on among themselves, then
 * the phone's clock was set back, and nothing it sends would ever be new again.
 */
function judgeLate(history: FixHistory, fix: TimedFix, limits: PlausibilityLimits): Judgement {
  if (!fix.isLive) return { verdict: 'stale', history };
  const last = history.late.at(-1);
  const goesOn = last !== undefined && fix.takenAt > last.takenAt && isReachable(last, fix, limits);
  const late = goesOn ? [...history.late, fix] : [fix];
  if (late.length >= limits.agreeingFixes) return believe(fix);
  return { verdict: 'stale', history: { ...history, late } };
}

function believe(fix: TimedFix): Judgement {
  return { verdict: 'accept', history: { anchor: fix, suspects: [], late: [] } };
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
