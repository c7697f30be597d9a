import { Worker } from 'node:worker_threads';
import type { ThreadStart } from './serve-thread.ts';
import { type FromThread, fromFault } from './thread-messages.ts';

interface StartedThread {
  readonly worker: Worker;
  readonly epoch: string;
}

/** Starts a database thread; rejects with the `StoreError` that kept it from opening. */
export function startThread(
  name: 'writer-thread' | 'reader-thread',
  start: ThreadStart,
): Promise<StartedThread> {
  const worker = new Worker(threadFile(name), { workerData: start, name });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromThread) => {
      worker.off('error', reject);
      if (message.kind === 'ready') resolve({ worker, epoch: message.epoch });
      else if (message.kind === 'failed') reject(fromFault(message.fault));
    });
  });
}

/** Sources run as they are and the build runs as JavaScript; the thread follows this very file. */
function threadFile(name: string): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${name}.${extension}`, import.meta.url);
}
