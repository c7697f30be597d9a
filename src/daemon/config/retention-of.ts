import type { Retention } from '../store/store.ts';
import type { Config } from './config.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long what is kept. */
export function retentionOf({ retention }: Config): Retention {
  return {
    streamMs: retention.streamDays * DAY_MS,
    streamCountMax: retention.streamCountMax,
    commandMs: retention.commandHours * HOUR_MS,
    trackMs: retention.trackDays * DAY_MS,
  };
}
