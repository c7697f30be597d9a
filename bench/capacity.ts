import type { Fleet } from './fleet.ts';
import type { Look } from './load/messages.ts';

const P99_MS_MAX = 50;
const GROWTH = 1.5;
const NARROWINGS = 3;
/** No generator on one core gets near this. */
const RATE_MAX = 200_000;

/**
 * The search for the highest rate at which everything arrives in time. It says which rate it wants
 * to look at next, so that several servers can be searched in turns.
 */
export class CapacitySearch {
  best: Look | null = null;
  private failedRate: number | null = null;
  private narrowings = 0;
  private rate: number;

  constructor(firstRate: number) {
    this.rate = firstRate;
  }

  get isDone(): boolean {
    return this.narrowings >= NARROWINGS || this.rate > RATE_MAX;
  }

  async step(fleet: Fleet, warmUpMs: number, forMs: number): Promise<Look> {
    const look = await fleet.look(this.rate, warmUpMs, forMs);
    if (passes(look)) this.best = look;
    else this.failedRate = look.perSecond;
    this.rate = this.nextRate(look.perSecond);
    return look;
  }

  private nextRate(tried: number): number {
    if (this.failedRate === null) return Math.round(tried * GROWTH);
    this.narrowings += 1;
    return Math.round(((this.best?.perSecond ?? 0) + this.failedRate) / 2);
  }
}

function passes(look: Look): boolean {
  return look.delivered === look.sent && look.p99Ms < P99_MS_MAX;
}
