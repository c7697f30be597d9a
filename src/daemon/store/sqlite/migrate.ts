import type { Database } from 'better-sqlite3';
import { StoreError } from '../store-error.ts';
import { checkPages } from './check-pages.ts';
import { claimDatabase } from './identity.ts';
import type { Migration } from './migrations.ts';
import { faultOf } from './sqlite-fault.ts';

/**
 * Runs migrations in one transaction, whose result is checked before its commit: whatever goes
 * wrong, and whenever the process dies, the database has either all of them or none. `copy` is
 * told to the operator; null for a new database.
 */
export function migrate(
  db: Database,
  migrations: readonly Migration[],
  nowMs: number,
  copy: string | null,
): void {
  let step = 'the migration';
  const run = db.transaction(() => {
    claimDatabase(db);
    const record = db.prepare(
      'INSERT INTO migrations (number, name, checksum, at) VALUES (?, ?, ?, ?)',
    );
    for (const { number, name, sql, checksum } of migrations) {
      step = `the migration ${name}`;
      db.exec(sql);
      record.run(number, name, checksum, nowMs);
    }
    step = `the check after the migration ${migrations.at(-1)?.name}`;
    checkReferences(db);
    checkPages(db);
    step = 'storing the migrated database';
  });
  // Within the transaction it could not be switched any more.
  db.pragma('foreign_keys = OFF');
  try {
    run.immediate();
  } catch (error) {
    throw migrationFault(error, `${db.name}: ${step}`, copy);
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

interface Dangling {
  readonly table: string;
  readonly rowid: number | null;
  readonly parent: string;
}

/** What foreign keys would have refused, had they been on. */
function checkReferences(db: Database): void {
  const [first] = db.pragma('foreign_key_check') as readonly Dangling[];
  if (first === undefined) return;
  throw new Error(`row ${first.rowid} of ${first.table} refers to nothing in ${first.parent}`);
}

function migrationFault(error: unknown, place: string, copy: string | null): StoreError {
  const { code, hint } = faultOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const remedy =
    code === 'failed' ? 'Run the routa from before the upgrade again, and report this' : hint;
  return new StoreError(
    code === 'failed' ? 'migration_failed' : code,
    `${place} failed (${said}); the database is as it was before`,
    copy === null ? remedy : `${remedy.replace(/\.$/, '')} (a copy of the database is ${copy})`,
    error,
  );
}
