import { systemClock } from '../../../src/clock/index.ts';

/** What passes between the clients and the daemon. */
type Passing = 'command' | 'answer' | 'event';

interface Alarm {
  readonly passing: Passing;
  readonly count: number;
  readonly ring: () => void;
}

/** Counts what passes, so that a kill can fall into the very moment of one command or answer. */
export class Traffic {
  private readonly counts: Record<Passing, number> = { command: 0, answer: 0, event: 0 };
  private alarms: readonly Alarm[] = [];

  count(passing: Passing): void {
    this.counts[passing] += 1;
    for (const alarm of this.alarms) {
      if (this.counts[alarm.passing] >= alarm.count) alarm.ring();
    }
  }

  /** Resolves as soon as so many more have passed, or after a time. */
  passed(passing: Passing, more: number, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const ring = () => {
        timer.cancel();
        this.alarms = this.alarms.filter((each) => each !== alarm);
        resolve();
      };
      const alarm = { passing, count: this.counts[passing] + more, ring };
      this.alarms = [...this.alarms, alarm];
      const timer = systemClock.after(timeoutMs, ring, true);
    });
  }
}
