import type { Trace } from './trace.ts';
import type { Truth } from './truth.ts';

/** How far anybody has processed each user's stream: nothing beyond may count as acknowledged. */
export class Processed {
  private readonly seqs = new Map<string, number>();
  private readonly trace: Trace;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  note(user: string, seq: number): void {
    this.seqs.set(user, Math.max(seq, this.seqs.get(user) ?? 0));
  }

  /** An older copy of the data knows only what was acknowledged until then. */
  begin(truth: Truth): void {
    this.seqs.clear();
    for (const { user, acked } of truth.acknowledged()) this.note(user, acked);
  }

  check(truth: Truth): void {
    for (const { user, acked } of truth.acknowledged()) {
      for (let seq = (this.seqs.get(user) ?? 0) + 1; seq <= acked; seq += 1) {
        // To a page without acknowledgements an offer whose time is up counts as written.
        if (!truth.isOffer(user, seq)) this.trace.fail(user, `${seq} counts as acknowledged`);
      }
    }
  }
}
