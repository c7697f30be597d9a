import type { BookingResult } from '../../../src/client/index.ts';
import type { Trace } from './trace.ts';
import type { Truth } from './truth.ts';

/** Where a mark must be found once its command was acknowledged. */
export type Effect = 'note' | 'rating_comment' | 'message' | 'notification';

export interface Sent {
  readonly mark: string;
  readonly by: string;
  readonly effect: Effect | null;
  /** The status that a booking should get. */
  readonly status: string | null;
  /** Acknowledged as something that the booking was already. */
  isRepeat: boolean;
  isAcknowledged: boolean;
  /** Stored before an older copy was put back: an answer from then may still be on its way. */
  wasLost: boolean;
}

const NOTHING_YET = { isRepeat: false, isAcknowledged: false, wasLost: false };

/** Every command that was asked for: acknowledged ones are stored once, others at most once. */
export class Ledger {
  private readonly commands: Sent[] = [];
  /** How often an actor asked for a step. */
  private readonly asked = new Map<string, number>();
  private readonly trace: Trace;
  private readonly truth: () => Truth;

  constructor(trace: Trace, truth: () => Truth) {
    this.trace = trace;
    this.truth = truth;
  }

  get acknowledgedCount(): number {
    return this.commands.filter(({ isAcknowledged }) => isAcknowledged).length;
  }

  get sentCount(): number {
    return this.commands.length;
  }

  /** The next mark, which no other command carries. */
  ask(by: string, effect: Effect | null, status: string | null = null): Sent {
    const mark = `#${this.commands.length + 1}`;
    const sent = { mark, by, effect, status, ...NOTHING_YET };
    this.commands.push(sent);
    return sent;
  }

  /** A step was asked for once more; see `causeOf`. */
  askStep(cause: string): void {
    this.asked.set(cause, (this.asked.get(cause) ?? 0) + 1);
  }

  acknowledged(sent: Sent, result?: BookingResult): void {
    sent.isAcknowledged = true;
    if (sent.effect === 'message' && result !== undefined && this.countOf(sent) === 0) {
      const { reached } = this.truth().bookings;
      sent.isRepeat = reached.get(`${result.booking_id} ${result.version}`) === sent.status;
    }
    this.check(sent);
  }

  /** An older copy of the data is put back: what came after it is known to be lost. */
  rollBack(putBack: () => void): void {
    const stored = this.commands.filter((sent) => this.countOf(sent) > 0);
    putBack();
    for (const sent of stored) sent.wasLost ||= this.countOf(sent) === 0;
  }

  checkAll(): void {
    for (const sent of this.commands) this.check(sent);
    for (const [step, times] of this.truth().bookings.causes) {
      const asked = this.asked.get(step);
      if (asked !== undefined && times > asked) {
        this.trace.fail('ledger', `${step}: asked ${asked} times, done ${times} times`);
      }
    }
  }

  private check(sent: Sent): void {
    if (sent.effect === null) return;
    const count = this.countOf(sent);
    // Done once more, it has to stay.
    if (count > 0) sent.wasLost = false;
    const mayMiss = sent.isRepeat || sent.wasLost;
    const isLost = sent.isAcknowledged && !mayMiss && count === 0;
    if (isLost) this.trace.fail(sent.by, `${sent.mark} was acknowledged and is not stored`);
    if (count > 1) this.trace.fail(sent.by, `${sent.mark} was done ${count} times`);
  }

  private countOf({ effect, mark }: Sent): number {
    const truth = this.truth();
    switch (effect) {
      case 'note':
      case 'rating_comment':
        return truth.countBookings(effect, mark);
      case 'message':
        return truth.bookings.messages.get(mark) ?? 0;
      case 'notification':
        return truth.notified.get(mark) ?? 0;
      case null:
        return 0;
    }
  }
}
