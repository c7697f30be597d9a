import type { Clock } from '../../clock/index.ts';
import { limitedLog } from '../log/limited-log.ts';
import type { Log } from '../services.ts';

/** Every client that comes back would say the same. */
const PERIOD_MS = 3_600_000;

/**
 * A client of this epoch has seen a number that was never given out: what gave it out was another
 * copy of this database. It is told once an hour and nothing more, because clients can lie.
 */
export type OlderCopyAlarm = (user: string, seenSeq: number, newestSeq: number) => void;

export function olderCopyAlarm(log: Log, clock: Clock): OlderCopyAlarm {
  const limited = limitedLog(log, clock, PERIOD_MS);
  return (user, seenSeq, newestSeq) => {
    limited.error(
      { user, seen_seq: seenSeq, newest_seq: newestSeq },
      'a client has seen messages that are not in this database: if it was restored, others may ' +
        'miss messages; stop the daemon, run routa restore --adopt, and start it again',
    );
  };
}
