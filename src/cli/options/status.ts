import { InvalidArgumentError } from 'commander';
import type { BookingStatus } from '../../protocol/index.ts';

/** In the order of a trip. */
export const STATUSES: readonly BookingStatus[] = [
  'pending',
  'assigned',
  'accepted',
  'on_way',
  'arrived',
  'started',
  'completed',
  'declined',
  'cancelled',
];

export function parseStatus(text: string): BookingStatus {
  const status = STATUSES.find((each) => each === text);
  if (status !== undefined) return status;
  throw new InvalidArgumentError(`A status is one of ${STATUSES.join(', ')}.`);
}

/** For options that may be repeated, and take a list separated by commas too. */
export function collectStatuses(text: string, before: BookingStatus[] = []): BookingStatus[] {
  return [...before, ...text.split(',').map((each) => parseStatus(each.trim()))];
}
