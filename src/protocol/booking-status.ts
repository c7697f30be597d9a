import type { BookingStatus } from './schemas/common.ts';

/**
 * What a status means to those who watch. `free`: waits for a driver. `offered`: a driver is asked.
 * `held`: a driver has it. `final`: nothing follows.
 */
type BookingStage = 'free' | 'offered' | 'held' | 'final';

const STAGES: Readonly<Record<BookingStatus, BookingStage>> = {
  pending: 'free',
  assigned: 'offered',
  accepted: 'held',
  on_way: 'held',
  arrived: 'held',
  started: 'held',
  completed: 'final',
  declined: 'free',
  cancelled: 'final',
};

/** Every status there is. */
export const BOOKING_STATUSES = Object.keys(STAGES) as readonly BookingStatus[];

export function stageOf(status: BookingStatus): BookingStage {
  return STAGES[status];
}
