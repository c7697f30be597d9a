/** What a run comes to, as `routa simulate --json` prints it: names and order are a contract. */
export interface Summary {
  readonly drivers: number;
  readonly riders: number;
  /** By the wall, without connecting before and draining after it. */
  readonly duration_s: number;
  readonly bookings: {
    readonly requested: number;
    readonly completed: number;
    /** Answers, not bookings: one that three drivers turned down or let expire counts three. */
    readonly declined: number;
    readonly cancelled: number;
  };
  readonly positions: {
    readonly sent: number;
    /** Seen by the rider of the trip; most are not for any rider. */
    readonly delivered: number;
  };
  readonly events: {
    /** By the daemon's log. */
    readonly expected: number;
    /** Of those, seen by whom they were for. */
    readonly received: number;
    readonly lost: number;
    readonly repeated: number;
  };
  /** From a driver's phone to a rider's; null where no position was delivered. */
  readonly latency_ms: {
    readonly p50: number | null;
    readonly p99: number | null;
    readonly max: number | null;
  };
  readonly errors: number;
}

/** Whether the run showed a fault: the exit code is then 1. */
export function isFaulty({ events, errors }: Summary): boolean {
  return events.lost > 0 || events.repeated > 0 || errors > 0;
}
