import type { Database } from 'better-sqlite3';
import { isTemporary, type Refusal } from '../../../protocol/index.ts';
import type { IdempotencyKey } from '../store.ts';

/** A command's outcome, as far as a repeat of it is answered. */
type Answer = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Runs a command once per key. A repeat is given the first answer again, which `forget` has freed
 * of what happened then; another content under the same id is refused. A temporary refusal leaves
 * no trace, so that the same id is tried anew.
 */
export type RunOnce = <Outcome extends Answer>(
  key: IdempotencyKey | undefined,
  nowMs: number,
  run: () => Outcome,
  forget: (outcome: Outcome) => Outcome,
) => Outcome | { readonly ok: false; readonly refusal: Refusal };

export function runOnce(db: Database): RunOnce {
  const select = db.prepare<[string, string], { hash: string; answer: string }>(
    'SELECT hash, answer FROM commands WHERE scope = ? AND id = ?',
  );
  const insert = db.prepare<[string, string, string, number, string]>(
    'INSERT INTO commands (scope, id, hash, at, answer) VALUES (?, ?, ?, ?, ?)',
  );
  return <Outcome extends Answer>(
    key: IdempotencyKey | undefined,
    nowMs: number,
    run: () => Outcome,
    forget: (outcome: Outcome) => Outcome,
  ) => {
    if (key === undefined) return run();
    const known = select.get(key.scope, key.id);
    if (known !== undefined) {
      return known.hash === key.hash ? (JSON.parse(known.answer) as Outcome) : reused(key.id);
    }
    const outcome = run();
    if (outcome.ok || !isTemporary(outcome.refusal.code)) {
      insert.run(key.scope, key.id, key.hash, nowMs, JSON.stringify(forget(outcome)));
    }
    return outcome;
  };
}

function reused(id: string): { readonly ok: false; readonly refusal: Refusal } {
  const message = `The id ${id} was used for another command; take a new one.`;
  return { ok: false, refusal: { code: 'id_reused', message } };
}
