import { StoreError } from '../store-error.ts';
import type { Operations } from './group-commit.ts';
import { type BatchAnswer, type Call, fromFault, type ToThread } from './thread-messages.ts';

/** What a database thread tells. */
export interface ThreadEars {
  answered(answer: BatchAnswer): void;
  /** It has gone, by itself or because it was asked to; with what it died of, if of something. */
  ended(cause?: unknown): void;
}

/** A database thread as its proxy needs it, also one that is only simulated. */
export interface DatabaseThread {
  /** Once, and before anything is sent. */
  listen(ears: ThreadEars): void;
  send(message: ToThread): void;
}

interface Waiting extends Call {
  readonly resolve: (value: never) => void;
  readonly reject: (error: StoreError) => void;
}

interface ProxyLimits {
  /** Calls that may wait or be under way; further ones reject with `overloaded`. */
  readonly queuedMax: () => number;
  /** Calls that go to the thread at once. */
  readonly batchMax: number;
}

/**
 * The main thread's end of a database thread. While a batch is under way everything else waits,
 * and then goes together: under load the batches grow by themselves.
 */
export class ThreadProxy<Methods extends Operations> {
  commitMs = 0;
  /** Resolves when the thread has ended by itself. */
  readonly failed: Promise<StoreError>;
  private waiting: Waiting[] = [];
  private underWay: readonly Waiting[] = [];
  private isScheduled = false;
  private isClosing = false;
  private ended: StoreError | null = null;
  private readonly exited: Promise<void>;
  private readonly fail: (fault: StoreError) => void;
  private readonly thread: DatabaseThread;
  private readonly limits: ProxyLimits;

  constructor(thread: DatabaseThread, limits: ProxyLimits) {
    this.thread = thread;
    this.limits = limits;
    const failure = Promise.withResolvers<StoreError>();
    this.failed = failure.promise;
    this.fail = failure.resolve;
    const exit = Promise.withResolvers<void>();
    this.exited = exit.promise;
    thread.listen({
      answered: (answer) => this.settle(answer),
      ended: (cause) => {
        this.end(cause);
        exit.resolve();
      },
    });
  }

  get queued(): number {
    return this.waiting.length + this.underWay.length;
  }

  call<Name extends keyof Methods & string>(
    method: Name,
    ...parameters: Parameters<Methods[Name]>
  ): Promise<ReturnType<Methods[Name]>> {
    const refused = this.refusal();
    if (refused !== null) return Promise.reject(refused);
    return new Promise((resolve, reject) => {
      this.waiting.push({ method, parameters, resolve, reject });
      this.schedule();
    });
  }

  /** Lets everything that waits finish, then ends the thread. */
  async close(): Promise<void> {
    this.isClosing = true;
    if (this.queued === 0) this.dismiss();
    await this.exited;
  }

  private refusal(): StoreError | null {
    if (this.ended !== null) return this.ended;
    if (this.isClosing) return new StoreError('closed', 'the store is closed', '');
    if (this.queued < this.limits.queuedMax()) return null;
    const hint = 'Wait a moment; if it lasts, the disk is too slow for this load.';
    return new StoreError('overloaded', `${this.queued} calls of the store wait already`, hint);
  }

  /** Not at once, so that calls made in one turn of the event loop share a batch. */
  private schedule(): void {
    if (this.isScheduled || this.underWay.length > 0) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      this.send();
    });
  }

  private send(): void {
    if (this.ended !== null || this.underWay.length > 0) return;
    this.underWay = this.waiting.splice(0, this.limits.batchMax);
    if (this.underWay.length === 0) return;
    const calls = this.underWay.map(({ method, parameters }) => ({ method, parameters }));
    this.thread.send(calls);
  }

  private settle({ replies, commitMs }: BatchAnswer): void {
    const calls = this.underWay;
    this.underWay = [];
    this.commitMs = commitMs;
    // The next batch leaves before this one's answers are looked at, so that the disk never idles.
    this.send();
    for (const [index, { resolve, reject }] of calls.entries()) {
      const reply = replies[index];
      if (reply?.ok === true) resolve(reply.value as never);
      else if (reply !== undefined) reject(fromFault(reply.fault));
    }
    if (this.isClosing && this.queued === 0) this.dismiss();
  }

  private dismiss(): void {
    if (this.ended === null) this.thread.send(null);
  }

  /** The thread is gone: whatever it had not answered is uncertain, and is told so. */
  private end(cause?: unknown): void {
    this.ended ??= this.reasonOf(cause);
    const lost = [...this.underWay, ...this.waiting];
    this.underWay = [];
    this.waiting = [];
    for (const { reject } of lost) reject(this.ended);
    // Whoever waits is answered before everybody is sent away.
    if (this.ended.code !== 'closed') setImmediate(this.fail, this.ended);
  }

  private reasonOf(cause: unknown): StoreError {
    if (cause instanceof StoreError) return cause;
    if (this.isClosing) return new StoreError('closed', 'the store is closed', '');
    return new StoreError('failed', 'the database thread has ended', 'Restart the daemon.', cause);
  }
}
