import { systemClock } from '../../../src/clock/index.ts';

/** Tells when things happened: by the clock, and by the daemon that lived then. */
export class Chronicle {
  private readonly startedMs = systemClock.monotonic();
  private readonly deaths: string[] = [];

  get kills(): number {
    return this.deaths.length;
  }

  /** `12.345 s, daemon 3`: the third daemon is the one after two kills. */
  stamp(): string {
    const seconds = (systemClock.monotonic() - this.startedMs) / 1_000;
    return `${seconds.toFixed(3)} s, daemon ${this.kills + 1}`;
  }

  recordKill(how: string): void {
    this.deaths.push(`killed at ${this.stamp()}, ${how}`);
  }

  /** How the daemons ended that a story mentions. */
  endsOf(story: readonly string[]): string[] {
    const mentioned = story.map((line) => Number(/daemon (\d+)/.exec(line)?.[1] ?? 0));
    return [...new Set(mentioned)].flatMap((number) => this.deaths[number - 1] ?? []);
  }
}
