import { Worker } from 'node:worker_threads';
import type { Tell } from '../notice.ts';
import type { ThreadStart } from './serve-thread.ts';
import { type FromThread, fromFault } from './thread-messages.ts';
import type { DatabaseThread } from './thread-proxy.ts';

/** Loads a database thread. It opens nothing yet, so that two of them can load side by side. */
export function loadThread(name: 'writer-thread' | 'reader-thread' | 'copies-thread'): Worker {
  return new Worker(threadFile(name), { name });
}

/**
 * Lets a thread open the database; answers the epoch, or rejects with what kept it from opening.
 */
export function openThread(worker: Worker, start: ThreadStart, tell: Tell): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', function listen(message: FromThread) {
      if (message.kind === 'told') return tell(message.notice);
      worker.off('error', reject);
      worker.off('message', listen);
      if (message.kind === 'ready') resolve(message.epoch);
      else if (message.kind === 'failed') reject(fromFault(message.fault));
    });
    worker.postMessage(start);
  });
}

/** An opened thread as its proxy sees it. */
export function databaseThread(worker: Worker): DatabaseThread {
  return {
    listen({ answered, ended }) {
      let cause: unknown;
      worker.on('message', (message: FromThread) => {
        if (message.kind === 'answered') answered(message.answer);
        else if (message.kind === 'failed') cause = fromFault(message.fault);
      });
      worker.on('error', (error) => {
        cause = error;
      });
      worker.on('exit', () => ended(cause));
    },
    send: (message) => worker.postMessage(message),
  };
}

/** Sources run as they are and the build runs as JavaScript; the thread follows this very file. */
function threadFile(name: string): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${name}.${extension}`, import.meta.url);
}
