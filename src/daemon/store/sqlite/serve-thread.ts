import { parentPort, workerData } from 'node:worker_threads';
import { faultOf } from './sqlite-fault.ts';
import {
  type BatchAnswer,
  type Call,
  type FromThread,
  type ToThread,
  toFault,
} from './thread-messages.ts';

/** What a database thread needs to start. */
export interface ThreadStart {
  readonly directory: string;
  readonly nowMs: number;
}

interface Served {
  readonly epoch: string;
  readonly runBatch: (calls: readonly Call[]) => BatchAnswer;
  readonly close: () => void;
}

/** The thread's end of a `ThreadProxy`: says whether it could open, then answers batches in order. */
export function serveThread(open: (start: ThreadStart) => Served): void {
  const port = parentPort;
  if (port === null) throw new Error('this file runs in a worker thread only');
  const answer = (message: FromThread) => port.postMessage(message);
  try {
    const served = open(workerData as ThreadStart);
    port.on('message', (message: ToThread) => {
      if (message !== null) return answer({ kind: 'answered', answer: served.runBatch(message) });
      served.close();
      port.close();
    });
    answer({ kind: 'ready', epoch: served.epoch });
  } catch (error) {
    answer({ kind: 'failed', fault: toFault(faultOf(error)) });
  }
}
