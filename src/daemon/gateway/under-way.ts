/** Counts work that was begun, so that a stop can wait until nothing needs the store any more. */
export class UnderWay {
  private count = 0;
  private waiters: (() => void)[] = [];

  /** `work` must not reject: whoever began it has to answer for its faults. */
  add(work: Promise<void>): void {
    this.count += 1;
    void work.finally(() => {
      this.count -= 1;
      if (this.count === 0) this.settle();
    });
  }

  idle(): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiters.push(resolve);
    });
  }

  private settle(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const resolve of waiters) resolve();
  }
}
