import { onTestFinished } from 'vitest';
import { openSqliteStore } from '../sqlite/open-store.ts';
import type { Store } from '../store.ts';
import { tempDirectory } from './temp-directory.ts';

const TURNS_MAX = 10_000;

/** A real, empty store that is gone when the test that asked for it is over. */
export async function tempStore(): Promise<Store> {
  const store = await openSqliteStore({ directory: tempDirectory() });
  onTestFinished(() => store.close());
  return store;
}

/**
 * Waits for what goes on behind without any time passing: each turn is a call to the writer, so
 * that everything asked of it before has been answered.
 */
export async function until(store: Store, isDone: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    if (await isDone()) return;
    await store.acknowledgeAll([]);
  }
  throw new Error('what was waited for did not happen');
}
