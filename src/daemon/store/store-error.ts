export type StoreErrorCode =
  | 'locked'
  | 'corrupt'
  | 'foreign'
  | 'too_new'
  | 'changed_migration'
  | 'migration_failed'
  | 'missing'
  | 'exists'
  | 'not_writable'
  | 'full'
  | 'overloaded'
  | 'closed'
  | 'failed';

/** While one of these lasts, nothing can be stored; an operator can end it as the daemon runs. */
const OUTAGES: ReadonlySet<StoreErrorCode> = new Set(['full', 'locked', 'not_writable', 'corrupt']);

/** An operational fault of the database, with what the operator can do about it. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly hint: string;

  constructor(code: StoreErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
    this.hint = hint;
  }
}

export function isOutage(error: unknown): error is StoreError {
  return error instanceof StoreError && OUTAGES.has(error.code);
}
