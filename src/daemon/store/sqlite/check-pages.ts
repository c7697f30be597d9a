import Database from 'better-sqlite3';

/** `quick_check` leaves out whether indexes agree with their tables. */
export function checkPages(
  db: Database.Database,
  check: 'quick_check' | 'integrity_check' = 'quick_check',
): void {
  const verdict = db.pragma(`${check}(1)`, { simple: true });
  if (verdict === 'ok') return;
  throw new Database.SqliteError(String(verdict).split('\n').join(' '), 'SQLITE_CORRUPT');
}
