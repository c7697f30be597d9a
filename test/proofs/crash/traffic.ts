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
    const isDue = (alarm: Alarm) => this.counts[alarm.passing] >= alarm.count;
    const due = this.alarms.filter(isDue);
    if (due.length === 0) return;
    this.alarms = this.alarms.filter((alarm) => !isDue(alarm));
    for (const { ring } of due) ring();
  }

  /** Resolves as soon as so many more have passed, or after a time. */
  passed(passing: Passing, more: number, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = systemClock.after(timeoutMs, resolve, true);
      const ring = () => {
        timer.cancel();
        resolve();
      };
      this.alarms = [...this.alarms, { passing, count: this.counts[passing] + more, ring }];
    });
  }
}
