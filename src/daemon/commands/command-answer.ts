import type { BookingCommand } from '../../core/index.ts';
import { type BookingStatus, toWireId, type UserKey, type WireId } from '../../protocol/index.ts';
import type { CommandOutcome } from '../store/store.ts';

export type CommandSuccess = Extract<CommandOutcome, { readonly ok: true }>;

/** The `result` of an ack, and the answer of the HTTP API to the same command. */
export interface CommandAnswer {
  readonly booking_id: WireId;
  readonly status: BookingStatus;
  readonly version: number;
  /** Whether a session of the user it was delivered to is open at this moment. */
  readonly online: boolean;
}

export function answerOf(outcome: CommandSuccess, online: boolean): CommandAnswer {
  const { bookingId, status, version } = outcome.answer;
  return {
    booking_id: toWireId(bookingId),
    status,
    version,
    online,
  };
}

/**
 * Whose `online` an answer tells: the driver's who is asked, otherwise the rider's. A repeat tells
 * it too: whoever lost the first answer still has to know about the SMS.
 */
export function recipientOf(command: BookingCommand, outcome: CommandSuccess): UserKey {
  if (command.kind === 'assign') return { role: 'driver', userId: command.driverId };
  return { role: 'rider', userId: outcome.answer.riderId };
}
