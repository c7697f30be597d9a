import { onTestFinished } from 'vitest';
import { openSqliteStore } from '../sqlite/open-store.ts';
import type { Store } from '../store.ts';
import { tempDirectory } from './temp-directory.ts';

/** A real, empty store that is gone when the test that asked for it is over. */
export async function tempStore(): Promise<Store> {
  const store = await openSqliteStore({ directory: tempDirectory() });
  onTestFinished(() => store.close());
  return store;
}
