import { systemClock } from '../../../clock/index.ts';
import type { Copies } from './copies/copies.ts';
import { databaseThread, loadThread, openThread } from './database-thread.ts';
import { ThreadProxy } from './thread-proxy.ts';

/**
 * Does one thing with the data of a directory, in a thread of its own: it may take minutes, and
 * somebody may want to see that it goes on. Rejects with a `StoreError` that says what to do.
 */
export async function runCopies<Name extends keyof Copies>(
  directory: string,
  method: Name,
  ...parameters: Parameters<Copies[Name]>
): Promise<ReturnType<Copies[Name]>> {
  const worker = loadThread('copies-thread');
  await openThread(worker, { directory, nowMs: systemClock.now() }, () => {});
  const proxy = new ThreadProxy<Copies>(databaseThread(worker), {
    queuedMax: () => 1,
    batchMax: 1,
  });
  try {
    return await proxy.call(method, ...parameters);
  } finally {
    await proxy.close();
  }
}
