import { BOOKING_STATUSES, stageOf } from '../../protocol/index.ts';
import type { Progress } from '../../simulator/run.ts';
import { formatDuration } from '../output/time.ts';

const UNDER_WAY = BOOKING_STATUSES.filter((status) => stageOf(status) === 'held');

/** One line for a run at one moment. */
export function progressLine(progress: Progress): string {
  const { phase, elapsedMs, driversOnline, ridersOnline, bookings, latencyMs } = progress;
  const underWay = UNDER_WAY.reduce((sum, status) => sum + bookings[status], 0);
  const parts = [
    `${phase} ${formatDuration(elapsedMs)}`,
    `${driversOnline} drivers, ${ridersOnline} riders`,
    `${bookings.completed} trips completed, ${underWay} under way`,
    `${Math.round(progress.positionsPerS)} positions/s`,
  ];
  if (latencyMs !== null) parts.push(`p99 ${latencyMs.p99} ms`);
  return parts.join(' · ');
}
