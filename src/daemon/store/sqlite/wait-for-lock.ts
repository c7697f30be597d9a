import type { Database } from 'better-sqlite3';
import type { BatchAnswer, Call } from './thread-messages.ts';

/** Another program's statement, such as that of a backup, may take this long. */
export const BUSY_TIMEOUT_MS = 5_000;
/** While one takes longer, whoever asks meanwhile is refused soon: no batch waits for the last. */
const LOCKED_TIMEOUT_MS = 250;

type Commit = (calls: readonly Call[]) => BatchAnswer;

/** Commits as it did, but waits for the end of a long lock only once. */
export function waitForLockOnce(db: Database, commit: Commit): Commit {
  let wasLocked = false;
  return (calls) => {
    const answer = commit(calls);
    const isLocked = answer.replies.some((reply) => !reply.ok && reply.fault.code === 'locked');
    if (isLocked !== wasLocked) {
      db.pragma(`busy_timeout = ${isLocked ? LOCKED_TIMEOUT_MS : BUSY_TIMEOUT_MS}`);
    }
    wasLocked = isLocked;
    return answer;
  };
}
