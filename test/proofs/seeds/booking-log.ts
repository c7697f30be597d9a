import { isLegalStep, isOpen, isTrip } from './lifecycle.ts';
import type { Trace } from './trace.ts';

/** A row of the log of transitions. */
export interface Step {
  readonly bookingId: string;
  readonly riderId: string;
  readonly version: number;
  readonly from: string | null;
  readonly to: string;
  readonly role: string;
  readonly actorId: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly driverId: string | null;
}

export interface Stage {
  readonly status: string;
  readonly version: number;
  readonly riderId: string;
  readonly driverId: string | null;
}

/** The log of transitions, followed step by step: no booking is ever where it may not be. */
export class BookingLog {
  readonly stages = new Map<string, Stage>();
  /** The status of each version: `b_1 3`. */
  readonly reached = new Map<string, string>();
  /** How often each mark was stored as the message of a step. */
  readonly messages = new Map<string, number>();
  /** How often an actor caused a step of a booking: `admin:1 b_1 assigned 7`. */
  readonly causes = new Map<string, number>();
  private readonly trace: Trace;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  take(step: Step): void {
    const { bookingId, riderId, version, from, to, role, actorId, message, driverId } = step;
    const before = this.stages.get(bookingId);
    this.trace.say(
      'store',
      `${bookingId} ${from ?? '·'} → ${to} (${version}) by ${role}:${actorId}`,
    );
    if ((before?.status ?? null) !== from) this.fail(step, `was ${before?.status} before`);
    if (version !== (before?.version ?? 0) + 1) this.fail(step, `follows ${before?.version}`);
    if (!isLegalStep(from, to, role)) this.fail(step, 'is no legal step');
    if (role === 'driver' && before?.driverId !== actorId) this.fail(step, 'is not their booking');
    if (role === 'rider' && riderId !== actorId) this.fail(step, 'is not their booking');
    const isFree = to === 'pending' || to === 'declined';
    const driver = to === 'assigned' ? driverId : (before?.driverId ?? null);
    this.stages.set(bookingId, { status: to, version, riderId, driverId: isFree ? null : driver });
    if (message !== null) count(this.messages, message);
    this.reached.set(`${bookingId} ${version}`, to);
    count(this.causes, causeOf(`${role}:${actorId}`, bookingId, to, driverId));
  }

  /** A driver has one trip and one offer at most, a rider one open booking. */
  checkExclusive(): void {
    const taken = new Set<string>();
    for (const [bookingId, { status, riderId, driverId }] of this.stages) {
      if (!isOpen(status)) continue;
      const claims = [`rider:${riderId}`];
      if (isTrip(status)) claims.push(`trip of driver:${driverId}`);
      if (status === 'assigned') claims.push(`offer to driver:${driverId}`);
      for (const claim of claims) {
        if (taken.has(claim)) this.trace.fail(bookingId, `is a second ${claim}`);
        taken.add(claim);
      }
    }
  }

  private fail({ bookingId, from, to, role }: Step, what: string): void {
    this.trace.fail(bookingId, `${from} → ${to} by ${role} ${what}`);
  }
}

/** Names a step with whoever caused it, so that those asked for and those done can be compared. */
export function causeOf(
  actor: string,
  bookingId: string,
  to: string,
  driverId?: string | null,
): string {
  const cause = `${actor} ${bookingId} ${to}`;
  return to === 'assigned' ? `${cause} ${driverId}` : cause;
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
