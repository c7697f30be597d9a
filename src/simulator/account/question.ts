/** What somebody asks of the daemon, with what they knew when they asked. */
export interface Question {
  /** `driver:sim-x-1` */
  readonly by: string;
  /** As in "sim-x-1 may not … this": `accept`, `assign`. */
  readonly step: string;
  /** Null while a rider asks for a new one. */
  readonly bookingId: string | null;
  /** Newest version of the booking that the asker had been shown; 0 for none. */
  readonly version: number;
  /** Whom a dispatcher chose. */
  readonly driverId?: string;
}

/** The daemon said no, for good. */
export interface Refusal extends Question {
  readonly code: string;
  /** Of a conflict: `excluded`, `driver_busy`. */
  readonly reason: string | null;
  readonly message: string;
}

export function sentenceOf({ by, step, bookingId, code, message }: Refusal): string {
  return `${by} may not ${step} ${bookingId ?? 'a booking'}: ${code}, ${message}`;
}
