import type { Limits } from '../config/config.ts';

interface Entry {
  readonly sinceMs: number;
  before: Entry | null;
  after: Entry | null;
}

/**
 * Commands that wait for their commit. A list that is linked both ways: they leave nearly in the
 * order in which they came, and a `Set` would look for its first one past all that have left.
 */
export class Queue {
  private oldest: Entry | null = null;
  private newest: Entry | null = null;
  private length = 0;
  private readonly limits: Pick<Limits, 'commandsQueuedMax' | 'commandsWaitMs'>;

  constructor(limits: Queue['limits']) {
    this.limits = limits;
  }

  /** Answers what ends it, to be called once. */
  enter(nowMs: number): () => void {
    const entry: Entry = { sinceMs: nowMs, before: this.newest, after: null };
    if (this.newest === null) this.oldest = entry;
    else this.newest.after = entry;
    this.newest = entry;
    this.length += 1;
    return () => this.leave(entry);
  }

  /**
   * How long the oldest has waited, where that or their number is too much for one more; else null.
   * The number bounds a burst, the time what a slow disk makes of it.
   */
  overload(nowMs: number): { readonly waitedMs: number } | null {
    const waitedMs = this.oldest === null ? 0 : nowMs - this.oldest.sinceMs;
    const { commandsQueuedMax, commandsWaitMs } = this.limits;
    const isFull = this.length >= commandsQueuedMax || waitedMs >= commandsWaitMs;
    return isFull ? { waitedMs } : null;
  }

  private leave({ before, after }: Entry): void {
    if (before === null) this.oldest = after;
    else before.after = after;
    if (after === null) this.newest = before;
    else after.before = before;
    this.length -= 1;
  }
}
