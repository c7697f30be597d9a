import type { Fix, Position } from '../../protocol/index.ts';

/** A fix without what phones send for "unknown": null, -1, NaN. */
export interface CleanFix {
  readonly latitude: number;
  readonly longitude: number;
  readonly heading: number | undefined;
  readonly speed: number | undefined;
  readonly accuracy: number | undefined;
  /** Exactly as the phone sent it; the time of receipt where it sent none. */
  readonly timestamp: number;
  /** When the fix was taken, as far as we believe it: never in the future. */
  readonly takenAtMs: number;
  /** Sent when it was taken; false for one that was gathered offline. */
  readonly isLive: boolean;
}

export function cleanFix(fix: Fix, receivedAtMs: number): CleanFix {
  const timestamp = fix.timestamp ?? receivedAtMs;
  return {
    latitude: fix.latitude,
    longitude: fix.longitude,
    heading: within(fix.heading, 360),
    speed: within(fix.speed, Number.MAX_VALUE),
    accuracy: within(fix.accuracy, Number.MAX_VALUE),
    timestamp,
    takenAtMs: Math.min(Math.max(timestamp, 0), receivedAtMs),
    isLive: true,
  };
}

/**
 * The fixes of one batch. Where the phone's clock is ahead, all of them are shifted by as much as
 * the newest lies in the future, or as is known of that phone: cut off one by one, they would all
 * become the same moment, and the newest of an old batch would be taken for the present.
 */
export function cleanBatch(
  points: readonly Fix[],
  receivedAtMs: number,
  knownAheadMs: number,
): readonly CleanFix[] {
  const given = points.flatMap(({ timestamp }) => (timestamp === undefined ? [] : [timestamp]));
  const aheadMs = Math.max(knownAheadMs, ...given.map((timestamp) => timestamp - receivedAtMs));
  return points.map((point, index) => {
    // Without times the order is all there is, so it makes them: a millisecond each.
    const madeAtMs = receivedAtMs - (points.length - 1 - index);
    const { timestamp = madeAtMs } = point;
    const takenAtMs = point.timestamp === undefined ? madeAtMs : Math.max(timestamp - aheadMs, 0);
    return { ...cleanFix(point, receivedAtMs), timestamp, takenAtMs, isLive: false };
  });
}

function within(value: number | null | undefined, max: number): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= max ? value : undefined;
}

/** The fields of a position as they are passed on; what is unknown is left out by JSON. */
export function positionOf(bookingId: Position['booking_id'], fix: CleanFix): Position {
  return {
    booking_id: bookingId,
    latitude: fix.latitude,
    longitude: fix.longitude,
    ...(fix.heading !== undefined && { heading: fix.heading }),
    ...(fix.speed !== undefined && { speed: fix.speed }),
    ...(fix.accuracy !== undefined && { accuracy: fix.accuracy }),
    timestamp: fix.timestamp,
  };
}
