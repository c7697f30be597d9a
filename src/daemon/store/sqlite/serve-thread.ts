import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Tell } from '../notice.ts';
import { faultOf } from './sqlite-fault.ts';
import {
  type BatchAnswer,
  type Call,
  type FromThread,
  type ToThread,
  toFault,
} from './thread-messages.ts';

/** What a database thread is told first. */
export interface ThreadStart {
  readonly directory: string;
  readonly nowMs: number;
}

interface Served {
  readonly epoch: string;
  readonly runBatch: (calls: readonly Call[]) => BatchAnswer;
  /** What may wait until a batch is answered. */
  readonly tidy?: () => void;
  readonly close: () => void;
}

/**
 * The thread's end of a `ThreadProxy`: says whether it could open, then answers batches in order,
 * until it is asked to finish or something is thrown after which it cannot go on.
 */
export function serveThread(open: (start: ThreadStart, tell: Tell) => Served): void {
  const port = parentPort;
  if (port === null) throw new Error('this file runs in a worker thread only');
  port.once('message', (start: ThreadStart) => {
    try {
      const served = open(start, (notice) => answer(port, { kind: 'told', notice }));
      answerBatches(port, served);
      answer(port, { kind: 'ready', epoch: served.epoch });
    } catch (error) {
      // Nothing listens any more, so that the thread ends by itself.
      fail(port, error);
    }
  });
}

function answerBatches(port: MessagePort, { runBatch, tidy, close }: Served): void {
  const finish = () => {
    close();
    port.close();
  };
  port.on('message', (message: ToThread) => {
    if (message === null) return finish();
    try {
      answer(port, { kind: 'answered', answer: runBatch(message) });
      tidy?.();
    } catch (error) {
      fail(port, error);
      finish();
    }
  });
}

function fail(port: MessagePort, error: unknown): void {
  answer(port, { kind: 'failed', fault: toFault(faultOf(error)) });
}

function answer(port: MessagePort, message: FromThread): void {
  port.postMessage(message);
}
