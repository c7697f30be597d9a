import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../store-error.ts';

/** One step of the schema. Steps only go forward, and never change once they were released. */
export interface Migration {
  readonly number: number;
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

/** `name` is that of the file: `0002-ratings.sql`. */
export function defineMigration(name: string, sql: string): Migration {
  const number = Number(FILE_NAME.exec(name)?.[1]);
  return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

/** Brings the schema up to date, one transaction a step, after checking that it may. */
export function migrate(db: Database, migrations: readonly Migration[], nowMs: number): void {
  const applied = listApplied(db);
  for (const row of applied) checkKnown(row, migrations, db.name);
  const record = db.prepare(
    'INSERT INTO migrations (number, name, checksum, at) VALUES (?, ?, ?, ?)',
  );
  for (const { number, name, sql, checksum } of migrations.slice(applied.length)) {
    db.transaction(() => {
      db.exec(sql);
      record.run(number, name, checksum, nowMs);
    }).immediate();
  }
}

function listApplied(db: Database): readonly Applied[] {
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
