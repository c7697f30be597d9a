import { openSqliteStore } from '../sqlite/open-store.ts';
import { NOW_MS, rider } from './scene.ts';

/** A process that writes as fast as it can and prints each number once it was acknowledged. */
const store = await openSqliteStore({ directory: process.argv[2] ?? '' });
const writers = Array.from({ length: 20 }, async () => {
  for (;;) {
    const notification = { to: rider('1'), event: 'hello', data: null, nowMs: NOW_MS };
    const outcome = await store.notify(notification);
    if (outcome.ok) process.stdout.write(`${outcome.seq}\n`);
  }
});
await Promise.all(writers);
