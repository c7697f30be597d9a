import { systemClock } from '../../src/clock/index.ts';
import {
  defineMigration,
  loadMigrations,
  type Migration,
} from '../../src/daemon/store/sqlite/migrations.ts';
import { openDatabase } from '../../src/daemon/store/sqlite/open-database.ts';

const released = loadMigrations();

/** To follow the released ones: so much that it does not get to the disk at a stroke. */
const futures = [
  'CREATE TABLE first_new (number INTEGER PRIMARY KEY, filler BLOB NOT NULL);',
  `INSERT INTO first_new
     WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
     SELECT n, randomblob(4000) FROM numbers;`,
  'ALTER TABLE bookings ADD COLUMN colour TEXT; CREATE INDEX second_new ON bookings (colour);',
].map((sql, index) => {
  const number = String(released.length + index + 1).padStart(4, '0');
  return defineMigration(`${number}-future.sql`, sql);
});

/** What the process of the next release would know. */
export const migrations: readonly Migration[] = [...released, ...futures];

/** Run as a process of its own, it migrates a directory, and dies at the moment that is named. */
function migrateUntil(directory: string, moment: string): void {
  const dieAt = (reached: string) => {
    if (reached === moment) process.kill(process.pid, 'SIGKILL');
  };
  // A text is read just before it runs, when those before it have run.
  const watched = migrations.map((migration) => ({
    ...migration,
    get sql() {
      dieAt(`before ${futures.indexOf(migration) + 1}`);
      return migration.sql;
    },
  }));
  let toldCount = 0;
  const tell = () => {
    toldCount += 1;
    dieAt(`told ${toldCount}`);
  };
  openDatabase(directory, systemClock.now(), { migrations: watched, tell }).close();
}

if (import.meta.main) migrateUntil(process.argv[2] ?? '', process.argv[3] ?? '');
