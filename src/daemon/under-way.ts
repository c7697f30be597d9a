/** Counts work that was begun, so that a stop can wait until nothing needs the store any more. */
export class UnderWay {
  private begun = 0;
  private waiters: (() => void)[] = [];

  get count(): number {
    return this.begun;
  }

  /** `end` must follow once. */
  begin(): void {
    this.begun += 1;
  }

  end(): void {
    this.begun -= 1;
    if (this.begun > 0) return;
    // The answers go out first: whoever waits for them runs before the next turn of the loop.
    for (const resolve of this.waiters) setImmediate(resolve);
    this.waiters = [];
  }

  /** `work` must not reject: whoever began it has to answer for its faults. */
  add(work: Promise<void>): void {
    this.begin();
    void work.finally(() => this.end());
  }

  idle(): Promise<void> {
    if (this.begun === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiters.push(resolve);
    });
  }
}
