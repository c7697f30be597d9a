/** What the system, or SQLite, calls an error: `EEXIST`, `SQLITE_BUSY`; empty for others. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
