import type { BookingCommand } from '../../core/index.ts';
import { type BookingStatus, toWireId, type UserKey, type WireId } from '../../protocol/index.ts';
import type { CommandOutcome } from '../store/store.ts';

export type CommandSuccess = Extract<CommandOutcome, { readonly ok: true }>;

/** The `result` of an ack, and the answer of the HTTP API to the same command. */
export interface CommandAnswer {
  readonly booking_id: WireId;
  readonly status: BookingStatus;
  readonly version: number;
  /** Whether a session of the user it was delivered to is open; absent: delivered to nobody. */
  readonly online?: boolean;
}

export function answerOf(outcome: CommandSuccess, online?: boolean): CommandAnswer {
  const { bookingId, status, version } = outcome.answer;
  return {
    booking_id: toWireId(bookingId),
    status,
    version,
    ...(online === undefined ? {} : { online }),
  };
}

/**
 * Whose `online` an answer tells: the driver's who is asked, otherwise the rider's. Null where the
 * command reached nobody, as a repeat does.
 */
export function recipientOf(command: BookingCommand, outcome: CommandSuccess): UserKey | null {
  if (command.kind === 'assign') return { role: 'driver', userId: command.driverId };
  return outcome.deliveries.find(({ user }) => user.role === 'rider')?.user ?? null;
}
