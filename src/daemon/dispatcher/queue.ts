import type { Limits } from '../config/config.ts';

/** So many share a commit at least, where they wait: a short queue says nothing of a long one. */
const LENGTH_JUDGED_MIN = 500;

interface Entry {
  readonly sinceMs: number;
  /** How many waited before it. */
  readonly ahead: number;
  before: Entry | null;
  after: Entry | null;
}

/**
 * Commands that wait for their commit, and whether one more may. Their number bounds a burst, and
 * time what a slow disk makes of it: how long the oldest has waited, and how long one more would,
 * going by the last one that left.
 *
 * A list that is linked both ways: they leave nearly in the order in which they came, and a `Set`
 * would look for its first one past all that have left.
 */
export class Queue {
  private oldest: Entry | null = null;
  private newest: Entry | null = null;
  private length = 0;
  private msPerCommand = 0;
  private readonly limits: Pick<Limits, 'commandsQueuedMax' | 'commandsWaitMs'>;

  constructor(limits: Queue['limits']) {
    this.limits = limits;
  }

  /** Answers what ends it, to be called once. */
  enter(nowMs: number): (nowMs: number) => void {
    const entry: Entry = { sinceMs: nowMs, ahead: this.length, before: this.newest, after: null };
    if (this.newest === null) this.oldest = entry;
    else this.newest.after = entry;
    this.newest = entry;
    this.length += 1;
    return (leftAtMs) => this.leave(entry, leftAtMs);
  }

  /** Null: there is room. Otherwise after how long there should be. */
  overload(nowMs: number): { readonly waitMs: number } | null {
    const waitedMs = this.oldest === null ? 0 : nowMs - this.oldest.sinceMs;
    const waitMs = Math.max(waitedMs, this.length * this.msPerCommand);
    const { commandsQueuedMax, commandsWaitMs } = this.limits;
    return this.length >= commandsQueuedMax || waitMs >= commandsWaitMs ? { waitMs } : null;
  }

  private leave({ sinceMs, ahead, before, after }: Entry, nowMs: number): void {
    if (before === null) this.oldest = after;
    else before.after = after;
    if (after === null) this.newest = before;
    else after.before = before;
    this.length -= 1;
    this.msPerCommand = (nowMs - sinceMs) / Math.max(ahead, LENGTH_JUDGED_MIN);
  }
}
