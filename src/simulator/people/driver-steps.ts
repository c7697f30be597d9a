import type { BookingStatus } from '../../protocol/index.ts';

/** What a driver does next about a booking. */
export interface DriverStep {
  readonly name: 'answer' | 'set off' | 'arrive' | 'start' | 'complete';
  /** Only where the drive has ended. */
  readonly atGoal: boolean;
  /** Seconds that people take for it, from … to. */
  readonly takesS: readonly [number, number];
}

/** By the status that the driver was shown last; where nothing stands, the booking is over. */
export const DRIVER_STEPS: Readonly<Partial<Record<BookingStatus, DriverStep>>> = {
  assigned: { name: 'answer', atGoal: false, takesS: [2, 8] },
  accepted: { name: 'set off', atGoal: false, takesS: [1, 3] },
  on_way: { name: 'arrive', atGoal: true, takesS: [0, 2] },
  // The passenger gets in.
  arrived: { name: 'start', atGoal: false, takesS: [4, 12] },
  // The passenger pays and gets out.
  started: { name: 'complete', atGoal: true, takesS: [3, 8] },
};
