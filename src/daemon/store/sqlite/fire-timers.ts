import type { Database } from 'better-sqlite3';
import { SYSTEM } from '../../../core/index.ts';
import type { CommandOutcome, CommandPolicy } from '../store.ts';
import type { Execute } from './execute.ts';
import { type DueTimer, restoreTimer, takeDueTimers } from './timers.ts';

/** When a booking that could not follow its timer is tried again. */
const RETRY_MS = 60_000;

/**
 * Lets timers that are due act as the system; the rules void those of an older version. Each has a
 * savepoint of its own, so that one booking that fails does not keep all others from expiring.
 */
export function fireTimers(
  db: Database,
  execute: Execute,
): (nowMs: number, limit: number, policy: CommandPolicy) => CommandOutcome[] {
  const take = takeDueTimers(db);
  const restore = restoreTimer(db);
  const attempt = db.transaction(execute);
  return (nowMs, limit, policy) =>
    take(nowMs, limit).map((timer) => {
      const { kind, bookingId, version } = timer;
      try {
        const command = { kind, bookingId, version };
        return attempt({ command, actor: SYSTEM, nowMs, policy });
      } catch (error) {
        // Where the disk is full or fails, SQLite gives up the whole transaction by itself.
        if (!db.inTransaction) throw error;
        restore({ ...timer, dueAt: nowMs + RETRY_MS });
        return failedTimer(timer, error);
      }
    });
}

function failedTimer({ bookingId, kind }: DueTimer, error: unknown): CommandOutcome {
  const details = { booking: bookingId, timer: kind, fault: String(error) };
  return { ok: false, refusal: { code: 'internal', message: 'a timer failed', details } };
}
