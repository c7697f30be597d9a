import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../store-error.ts';

/** One step of the schema. Steps only go forward, and never change once they were released. */
export interface Migration {
  readonly number: number;
  /** That of its file: `0002-ratings.sql`. */
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

type Applied = Pick<Migration, 'number' | 'name' | 'checksum'>;

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** The migrations of this program, in order. */
export function loadMigrations(
  directory = new URL('./migrations/', import.meta.url),
): readonly Migration[] {
  const names = readdirSync(directory).filter((name) => FILE_NAME.test(name));
  return names.sort().map((name) => {
    // An editor or a checkout may change line ends; the statements stay the same.
    const sql = readFileSync(new URL(name, directory), 'utf8').replaceAll('\r\n', '\n');
    return defineMigration(name, sql);
  });
}

/**
 * Foreign keys are off while it runs, so that a table can be made anew under its old name without
 * taking the rows that refer to it along. It must neither begin nor end a transaction.
 */
export function defineMigration(name: string, sql: string): Migration {
  const number = Number(FILE_NAME.exec(name)?.[1]);
  return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

/** Those that a database has not seen yet. One that this program does not know is refused. */
export function pendingMigrations(
  db: Database,
  migrations: readonly Migration[],
): readonly Migration[] {
  const applied = listApplied(db);
  for (const row of applied) checkKnown(row, migrations, db.name);
  return migrations.slice(applied.length);
}

/** False for a file that got our mark, but never its tables. */
export function hasMigrations(db: Database): boolean {
  return listApplied(db).length > 0;
}

/** None where even their table is missing. */
function listApplied(db: Database): readonly Applied[] {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get();
  if (table === undefined) return [];
  return db
    .prepare<[], Applied>('SELECT number, name, checksum FROM migrations ORDER BY number')
    .all();
}

function checkKnown(row: Applied, migrations: readonly Migration[], path: string): void {
  const known = migrations.find(({ number }) => number === row.number);
  if (known === undefined) {
    throw new StoreError(
      'too_new',
      `${path} was made by a newer routa: it has the migration ${row.name}`,
      'Run that newer routa, or restore a backup from before the upgrade.',
    );
  }
  if (known.name !== row.name || known.checksum !== row.checksum) {
    throw new StoreError(
      'changed_migration',
      `${path} was made with another text of the migration ${row.name}`,
      'Install an unchanged release of routa; a released migration is never edited.',
    );
  }
}
