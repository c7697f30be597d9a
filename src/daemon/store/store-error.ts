export type StoreErrorCode =
  | 'locked'
  | 'corrupt'
  | 'foreign'
  | 'too_new'
  | 'changed_migration'
  | 'migration_failed'
  | 'not_writable'
  | 'full'
  | 'overloaded'
  | 'closed'
  | 'failed';

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
