import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Tell } from '../notice.ts';

/**
 * The epoch names one history of sequence numbers. A copy of a database must never go on with the
 * numbers of the original, so the copies that routa makes have no epoch: wherever such a file is
 * put in place, by whatever means, it gets a new one.
 */

const BYTES = 8;

export function readEpoch(db: Database): string {
  const epoch = readMeta(db, 'epoch');
  if (epoch === null) throw new Error('the epoch is missing');
  return epoch;
}

/** Gives an epoch to a database that has none: a new one, or a copy that was put in place. */
export function settleEpoch(db: Database, tell: Tell): void {
  if (readMeta(db, 'epoch') !== null) return;
  const { from, to } = renewEpoch(db);
  if (from === null) return;
  const change = `its epoch is now ${to} instead of ${from}`;
  tell({ level: 'warn', text: `${db.name} was restored: ${change}, and clients start anew` });
}

/** Begins a new history; `from` is null where it is the first one. */
export function renewEpoch(db: Database): { readonly from: string | null; readonly to: string } {
  return db
    .transaction(() => {
      const from = readMeta(db, 'epoch') ?? readMeta(db, 'copied_epoch');
      const to = randomBytes(BYTES).toString('hex');
      db.exec("DELETE FROM meta WHERE key IN ('epoch', 'copied_epoch')");
      writeMeta(db, 'epoch', to);
      return { from, to };
    })
    .immediate();
}

/** Makes a copy of what was one: it keeps the name of the history that it was taken from. */
export function dropEpoch(db: Database): void {
  db.exec("UPDATE OR REPLACE meta SET key = 'copied_epoch' WHERE key = 'epoch'");
}

function readMeta(db: Database, key: string): string | null {
  const select = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?');
  return select.get(key)?.value ?? null;
}

function writeMeta(db: Database, key: string, value: string): void {
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(key, value);
}
