import type { Database } from 'better-sqlite3';
import type { Tell } from '../notice.ts';
import { copyBeforeMigrating, pruneCopies } from './copies/copy-before-migrating.ts';
import type { FreeBytes } from './free-space.ts';
import { migrate } from './migrate.ts';
import { type Migration, pendingMigrations } from './migrations.ts';

interface Upgrade {
  readonly migrations: readonly Migration[];
  readonly nowMs: number;
  readonly tell: Tell;
  readonly freeBytes: FreeBytes;
}

/** Brings the schema up to date. Of a database that has one, a copy is made first. */
export function upgradeDatabase(
  db: Database,
  { migrations, nowMs, tell, freeBytes }: Upgrade,
): void {
  const pending = pendingMigrations(db, migrations);
  const [first] = pending;
  if (first === undefined) return;
  if (pending.length === migrations.length) {
    migrate(db, pending, nowMs, null);
    return;
  }
  const names = pending.map(({ name }) => name).join(', ');
  tell({ level: 'info', text: `${db.name} is copied, and then migrated: ${names}` });
  const copy = copyBeforeMigrating(db, first, freeBytes);
  migrate(db, pending, nowMs, copy);
  tell({ level: 'info', text: `${db.name} was migrated; it is kept as it was in ${copy}` });
  for (const path of pruneCopies(db.name, copy)) {
    tell({ level: 'info', text: `${path}, from before an earlier migration, was removed` });
  }
}
