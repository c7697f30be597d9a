import type { Database } from 'better-sqlite3';
import { SYSTEM } from '../../../core/index.ts';
import type { CommandOutcome, CommandPolicy } from '../store.ts';
import type { Execute } from './execute.ts';
import { takeDueTimers } from './timers.ts';

/** Lets timers that are due act as the system; the rules void those of an older version. */
export function fireTimers(
  db: Database,
  execute: Execute,
): (nowMs: number, limit: number, policy: CommandPolicy) => CommandOutcome[] {
  const take = takeDueTimers(db);
  return (nowMs, limit, policy) =>
    take(nowMs, limit).map(({ kind, bookingId, version }) => {
      const command = { kind, bookingId, version };
      return execute({ command, actor: SYSTEM, nowMs, policy });
    });
}
