import type { Clock } from '../../clock/index.ts';
import type { ClockDoubt } from '../store/store.ts';

interface Doubt {
  readonly byMs: number;
  /** Monotonic. */
  readonly untilMs: number;
}

/** Somebody notices within this time that the date is wrong. */
const DOUBTED_FOR_MS = 24 * 3_600_000;
/** A daemon that is started again and again adds one each time. */
const DOUBTS_MAX = 50;

/**
 * How much of the age of what is stored may only be a clock that was set wrong. A jump counts for
 * retention a day later than for everything else, because what is deleted does not come back.
 */
export class ClockDoubts {
  /** False where the store does not know of all of them yet: the next daemon would not, either. */
  areStored = true;
  private readonly clock: Pick<Clock, 'monotonic'>;
  private doubts: readonly Doubt[] = [];

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.clock = clock;
  }

  /** Time went on by as much without anybody having seen it pass; back, where it is negative. */
  add(byMs: number): void {
    this.take(this.after(byMs));
    this.areStored = false;
  }

  /** What is doubted once time is set by so much as well, to be stored. */
  after(byMs: number): readonly ClockDoubt[] {
    const nowMs = this.clock.monotonic();
    const open = this.open().map((doubt) => ({ byMs: doubt.byMs, leftMs: doubt.untilMs - nowMs }));
    return bounded(byMs === 0 ? open : [...open, { byMs, leftMs: DOUBTED_FOR_MS }]);
  }

  /** From now on these, which are stored. */
  take(stored: readonly ClockDoubt[]): void {
    const nowMs = this.clock.monotonic();
    this.doubts = stored.map(({ byMs, leftMs }) => ({ byMs, untilMs: nowMs + leftMs }));
    this.areStored = true;
  }

  get doubtedMs(): number {
    return Math.max(
      0,
      this.open().reduce((sum, { byMs }) => sum + byMs, 0),
    );
  }

  private open(): readonly Doubt[] {
    const nowMs = this.clock.monotonic();
    return this.doubts.filter(({ untilMs }) => nowMs < untilMs);
  }
}

/** The oldest become one, which lasts as long as the last of them: no time is believed early. */
function bounded(doubts: readonly ClockDoubt[]): readonly ClockDoubt[] {
  const surplus = doubts.length - DOUBTS_MAX;
  if (surplus <= 0) return doubts;
  const oldest = doubts.slice(0, surplus + 1);
  const byMs = oldest.reduce((sum, doubt) => sum + doubt.byMs, 0);
  const leftMs = Math.max(...oldest.map((doubt) => doubt.leftMs));
  return [{ byMs, leftMs }, ...doubts.slice(surplus + 1)];
}
