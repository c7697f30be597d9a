import type { Database } from 'better-sqlite3';

/** Pages of some dozens of commands: a disk that has no room for these is full. */
const PROBE_BYTES = 65_536;

/** Writes the same row again, which takes room in the write-ahead log and none in the database. */
export function probe(db: Database): () => void {
  const write = db.prepare<[string]>(
    "INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', ?)",
  );
  const text = '.'.repeat(PROBE_BYTES);
  return () => {
    write.run(text);
  };
}
