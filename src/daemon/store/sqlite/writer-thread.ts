import { systemClock } from '../../../clock/index.ts';
import { readEpoch } from './epoch.ts';
import { groupCommit } from './group-commit.ts';
import { lockDirectory } from './lock.ts';
import { openDatabase } from './open-database.ts';
import { createPrivateDirectory } from './private-file.ts';
import { serveThread } from './serve-thread.ts';
import { shortenLog } from './shorten-log.ts';
import type { Call } from './thread-messages.ts';
import { waitForLockOnce } from './wait-for-lock.ts';
import { watchFiles } from './watch-files.ts';
import { createWrites } from './writes.ts';

serveThread(({ directory, nowMs }, tell) => {
  createPrivateDirectory(directory);
  const lock = lockDirectory(directory);
  try {
    const db = openDatabase(directory, nowMs, { tell });
    const close = () => {
      db.close();
      lock.release();
    };
    const commit = waitForLockOnce(db, groupCommit(db, createWrites(db), systemClock));
    const lookAtFiles = watchFiles(db);
    const runBatch = (calls: readonly Call[]) => {
      const answer = commit(calls);
      // After the commit and before the answer, so that nothing is acknowledged that is nowhere.
      lookAtFiles();
      return answer;
    };
    return { epoch: readEpoch(db), runBatch, tidy: shortenLog(db), close };
  } catch (error) {
    lock.release();
    throw error;
  }
});
