/**
 * What tells the store the time goes through here. While time is being set nobody knows what it
 * will be, so whatever comes meanwhile waits, and asks for the time when it may go.
 */
export class TimeGate {
  /** Null while it is open. Whoever waits for a commit has a bound elsewhere. */
  private held: (() => void)[] | null = null;

  /** `call` is made at once, or else in its turn once time is set. */
  pass<Result>(call: () => Promise<Result>): Promise<Result> {
    const { held } = this;
    if (held === null) return call();
    return new Promise((resolve, reject) => {
      held.push(() => void call().then(resolve, reject));
    });
  }

  /** Rejects as `set` does; the gate is open again in any case. */
  async whileShut(set: () => Promise<void>): Promise<void> {
    const held: (() => void)[] = [];
    this.held = held;
    try {
      await set();
    } finally {
      this.held = null;
      for (const go of held) go();
    }
  }
}
