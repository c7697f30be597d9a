import type { DropReason } from './drop-reason.ts';

/** What the gateway counts, in place: read once a second by `stats`. */
export class Counters {
  messagesIn = 0;
  messagesOut = 0;
  bytesIn = 0;
  bytesOut = 0;
  readonly dropped = new Map<DropReason, number>();

  drop(reason: DropReason, count = 1): void {
    this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + count);
  }
}
