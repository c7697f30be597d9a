import type { Bus } from '../bus/bus.ts';
import type { Log } from '../services.ts';
import type { CommandOutcome } from '../store/store.ts';

interface Audience {
  readonly bus: Bus;
  readonly log: Log;
  readonly timers: { arm(dueAtMs: number): void };
}

/**
 * Tells everybody what a commit has changed: timers first, then those who watch, then the users'
 * streams.
 */
export function publishOutcome(outcome: CommandOutcome, { bus, log, timers }: Audience): void {
  if (!outcome.ok) return;
  if (outcome.nextTimerAt !== null) timers.arm(outcome.nextTimerAt);
  for (const step of outcome.steps) tell(log, () => bus.publish('step', step));
  for (const delivery of outcome.deliveries) tell(log, () => bus.publish('delivery', delivery));
}

/** What is told is durable already, so no fault of a listener may turn it into a failure. */
export function tell(log: Log, publish: () => void): void {
  try {
    publish();
  } catch (error) {
    log.error({ err: error }, 'a listener of the bus failed');
  }
}
