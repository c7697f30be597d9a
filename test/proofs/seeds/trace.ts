import type { Clock } from '../../../src/clock/index.ts';

/** What happened in a town, line by line, and what should not have. */
export class Trace {
  readonly lines: string[] = [];
  violation: string | null = null;
  private readonly clock: Clock;
  private readonly names = new Map<string, string>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  say(who: string, what: string): void {
    const seconds = (this.clock.monotonic() / 1_000).toFixed(3).padStart(8);
    this.lines.push(`${seconds}  ${who.padEnd(12)} ${this.named(what)}`);
  }

  /** Only the first violation counts: what follows may follow from it. */
  fail(who: string, what: string): void {
    if (this.violation !== null) return;
    this.violation = `${who}: ${this.named(what)}`;
    this.say(who, `VIOLATION: ${what}`);
  }

  /** Ids that the daemon makes are random, and a seed tells the same story each time. */
  private named(text: string): string {
    return text.replaceAll(/b_[0-9a-z]{16}/g, (id) => {
      const name = this.names.get(id) ?? `b${this.names.size + 1}`;
      this.names.set(id, name);
      return name;
    });
  }
}
