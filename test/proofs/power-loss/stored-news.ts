import { openSqliteStore } from '../../../src/daemon/store/sqlite/open-store.ts';
import type { Store } from '../../../src/daemon/store/store.ts';
import { READER } from './news.ts';

const PAGE_MAX = 100;

/** The numbers of the news in a data directory, in the order of the rider's stream. */
export async function storedNews(directory: string): Promise<number[]> {
  const store = await openSqliteStore({ directory });
  try {
    return await readNews(store, 0);
  } finally {
    await store.close();
  }
}

/** In pages, as the port gives them. */
async function readNews(store: Store, afterSeq: number): Promise<number[]> {
  const entries = await store.stream(READER, afterSeq, PAGE_MAX);
  const last = entries.at(-1);
  if (last === undefined) return [];
  const numbers = entries.map(({ json }) => Number(/"number":(\d+)/.exec(json)?.[1]));
  return [...numbers, ...(await readNews(store, last.seq))];
}
