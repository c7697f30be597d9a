import { InvalidArgumentError } from 'commander';
import { BOOKING_STATUSES, type BookingStatus } from '../../protocol/index.ts';

export function parseStatus(text: string): BookingStatus {
  const status = BOOKING_STATUSES.find((each) => each === text);
  if (status !== undefined) return status;
  throw new InvalidArgumentError(`A status is one of ${BOOKING_STATUSES.join(', ')}.`);
}

/** For options that may be repeated, and take a list separated by commas too. */
export function collectStatuses(text: string, before: BookingStatus[] = []): BookingStatus[] {
  return [...before, ...text.split(',').map((each) => parseStatus(each.trim()))];
}
