import type { Database } from 'better-sqlite3';
import type { Clock } from '../../../clock/index.ts';
import { faultOf, isFailedSync } from './sqlite-fault.ts';
import { type BatchAnswer, type Call, type Reply, toFault } from './thread-messages.ts';

export type Operations = Readonly<Record<string, (...parameters: never[]) => unknown>>;

/**
 * Runs a batch of calls in one transaction, so that all of them share one `fsync`. Each has a
 * savepoint of its own: what fails is undone alone. Nothing is answered before the commit, and if
 * that fails, all of the batch has failed and nothing of it is stored. Throws when it cannot be
 * known what the disk has: then nothing more may be stored before a new start has looked.
 */
export function groupCommit(
  db: Database,
  operations: Operations,
  clock: Pick<Clock, 'monotonic'>,
): (calls: readonly Call[]) => BatchAnswer {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const mark = db.prepare('SAVEPOINT one_call');
  const undo = db.prepare('ROLLBACK TO one_call');
  const release = db.prepare('RELEASE one_call');

  function runOne(call: Call): Reply {
    mark.run();
    try {
      const value = runCall(operations, call);
      release.run();
      return { ok: true, value };
    } catch (error) {
      // Where the disk is full or fails, SQLite gives up the whole transaction by itself.
      if (!db.inTransaction || isFailedSync(error)) throw error;
      undo.run();
      release.run();
      return { ok: false, fault: toFault(faultOf(error, db.name)) };
    }
  }

  return (calls) => {
    try {
      begin.run();
      const replies = calls.map(runOne);
      const startedMs = clock.monotonic();
      commit.run();
      return { replies, commitMs: clock.monotonic() - startedMs };
    } catch (error) {
      if (db.inTransaction) rollback.run();
      if (isFailedSync(error)) throw faultOf(error, db.name);
      const fault = toFault(faultOf(error, db.name));
      return { replies: calls.map(() => ({ ok: false, fault })), commitMs: 0 };
    }
  };
}

/** The same without a transaction, for calls that only read. `place`: which file fails. */
export function runCalls(
  operations: Operations,
  place?: string,
): (calls: readonly Call[]) => BatchAnswer {
  const runOne = (call: Call): Reply => {
    try {
      return { ok: true, value: runCall(operations, call) };
    } catch (error) {
      return { ok: false, fault: toFault(faultOf(error, place)) };
    }
  };
  return (calls) => ({ replies: calls.map(runOne), commitMs: 0 });
}

function runCall(operations: Operations, { method, parameters }: Call): unknown {
  const operation = operations[method];
  if (operation === undefined) throw new Error(`the store has no operation "${method}"`);
  return operation(...(parameters as never[]));
}
