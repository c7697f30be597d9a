/** Pings that may be unanswered at once; older ones are covered by any later Pong. */
const PINGS_MAX = 16;

/** Which `seq` the Pong of each numbered Ping acknowledges. */
export class NumberedPings {
  private readonly seqs = new Map<string, number>();
  private last = 0;

  /** The number of a new Ping, whose Pong will acknowledge `seq`. */
  next(seq: number): string {
    this.last += 1;
    const number = String(this.last);
    this.seqs.set(number, seq);
    const [oldest] = this.seqs.keys();
    if (this.seqs.size > PINGS_MAX && oldest !== undefined) this.seqs.delete(oldest);
    return number;
  }

  /** The `seq` that this Pong acknowledges; null for one that nobody asked for. */
  answered(payload: string): number | null {
    const seq = this.seqs.get(payload);
    if (seq === undefined) return null;
    for (const number of this.seqs.keys()) {
      this.seqs.delete(number);
      if (number === payload) break;
    }
    return seq;
  }
}
