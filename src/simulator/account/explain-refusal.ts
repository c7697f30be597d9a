import { fromWireId, type TransitionView } from '../../protocol/index.ts';
import type { BookingLog } from './expected-events.ts';
import type { Refusal } from './question.ts';

/** Refusals that can be right although nobody did anything wrong. */
const CODES = new Set(['conflict', 'illegal_transition', 'not_found']);

/**
 * Whether a refusal was part of the game: somebody else had been faster, and the log shows it. The
 * rider cancelled while the driver accepted, the assignment expired, a dispatcher who had lost the
 * connection chose a driver who had declined meanwhile. What the log does not explain is an error.
 */
export function isExplained(refusal: Refusal, logs: ReadonlyMap<string, BookingLog>): boolean {
  const { bookingId, code, reason } = refusal;
  if (bookingId === null || !CODES.has(code)) return false;
  const rows = logs.get(bookingId)?.rows ?? [];
  switch (reason) {
    case 'excluded':
      return rows.some((row) => isTurnedDownBy(row, refusal.driverId));
    case 'driver_busy':
    case 'driver_has_offer':
      return [...logs.values()].some(
        (log) => log.bookingId !== bookingId && log.rows.some((row) => isOf(row, refusal.driverId)),
      );
    default:
      return rows.some(({ version }) => version > refusal.version);
  }
}

function isTurnedDownBy(row: TransitionView, driverId: string | undefined): boolean {
  const isGivenUp = row.to === 'pending' && row.by === 'driver';
  return (row.to === 'declined' || isGivenUp) && isOf(row, driverId);
}

function isOf({ driver_id }: TransitionView, driverId: string | undefined): boolean {
  return driver_id !== undefined && fromWireId(driver_id) === driverId;
}
