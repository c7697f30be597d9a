import { runCalls } from './group-commit.ts';
import { databasePath, openForReading } from './open-database.ts';
import { createReads } from './reads.ts';
import { serveThread } from './serve-thread.ts';

serveThread(({ directory }) => {
  const db = openForReading(databasePath(directory));
  return { epoch: '', runBatch: runCalls(createReads(db), db.name), close: () => db.close() };
});
