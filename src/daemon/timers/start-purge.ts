import type { Clock, Timer } from '../../clock/index.ts';
import type { Log } from '../services.ts';
import type { Retention, Store } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';

export interface PurgeParts {
  readonly store: Pick<Store, 'purge'>;
  /** Service time. */
  readonly clock: Clock;
  readonly log: Log;
  /** As it is configured at that moment. */
  readonly retention: () => Retention;
  /** How much of the present time may be a mistake of the clock. */
  readonly doubtedMs: () => number;
}

const PERIOD_MS = 60_000;
/** Further pages wait for the next period: purging never takes the disk from commands for long. */
const PAGES_MAX = 50;

/** Deletes what is past its retention, once a minute and a little at a time. */
export function startPurge(parts: PurgeParts): { close(): Promise<void> } {
  const { store, clock, log } = parts;
  let round: Promise<void> | null = null;
  let isClosed = false;

  async function purge(): Promise<void> {
    try {
      for (let page = 0; page < PAGES_MAX && !isClosed; page += 1) {
        if (!(await store.purge(clock.now(), kept(parts)))) return;
      }
    } catch (error) {
      if (isOutage(error)) return;
      log.warn({ err: error }, 'what is past its retention could not be deleted');
    }
  }

  const timer: Timer = clock.every(PERIOD_MS, () => {
    round ??= purge().finally(() => {
      round = null;
    });
  });
  return {
    async close() {
      isClosed = true;
      timer.cancel();
      await round;
    },
  };
}

/** Longer by what is doubted: nothing is deleted that is perhaps not old enough. */
function kept({ retention, doubtedMs }: PurgeParts): Retention {
  const [configured, longerMs] = [retention(), doubtedMs()];
  return {
    ...configured,
    streamMs: configured.streamMs + longerMs,
    commandMs: configured.commandMs + longerMs,
    trackMs: configured.trackMs + longerMs,
  };
}
