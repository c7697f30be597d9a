import { type Booking, EXCLUSIVITY, type Exclusivity } from '../../../src/core/index.ts';
import type { BookingStatus } from '../../../src/protocol/index.ts';
import type { Findings } from './findings.ts';

const RULES = Object.entries(EXCLUSIVITY) as [Exclusivity, readonly BookingStatus[]][];

/** Nobody has two of what they can have only one of, after any step of the whole log. */
export class ExclusivityCheck {
  /** `driver_busy 7`, and which booking it is. */
  private readonly held = new Map<string, string>();
  private readonly findings: Findings;

  constructor(findings: Findings) {
    this.findings = findings;
  }

  step(before: Booking | null, after: Booking, described: string): void {
    for (const [rule, statuses] of RULES) {
      const old = before === null ? null : claimOf(before, rule, statuses);
      const claim = claimOf(after, rule, statuses);
      if (old === claim) continue;
      if (old !== null && this.held.get(old) === after.bookingId) this.held.delete(old);
      if (claim !== null) this.claim(claim, after.bookingId, described);
    }
  }

  private claim(claim: string, bookingId: string, described: string): void {
    const other = this.held.get(claim);
    if (other !== undefined) this.findings.add('illegal', `${described}: ${claim} has ${other}`);
    this.held.set(claim, bookingId);
  }
}

function claimOf(
  booking: Booking,
  rule: Exclusivity,
  statuses: readonly BookingStatus[],
): string | null {
  if (!statuses.includes(booking.status)) return null;
  return `${rule} ${rule === 'rider_has_booking' ? booking.riderId : booking.driverId}`;
}
