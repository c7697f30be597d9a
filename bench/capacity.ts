const GROWTH = 1.5;
const NARROWINGS = 3;
/** A shared machine has bad seconds: a rate has failed when it fails twice. */
const TRIES = 2;
/** No generator on one core gets near this. */
const RATE_MAX = 200_000;

/**
 * The search for the highest rate at which a look passes. It says which rate it wants to look at
 * next, so that several servers can be searched in turns.
 */
export class CapacitySearch<Look extends { readonly perSecond: number }> {
  best: Look | null = null;
  private failedRate: number | null = null;
  private narrowings = 0;
  private tries = 0;
  private rate: number;
  private readonly passes: (look: Look) => boolean;

  constructor(firstRate: number, passes: (look: Look) => boolean) {
    this.rate = firstRate;
    this.passes = passes;
  }

  get isDone(): boolean {
    return this.narrowings >= NARROWINGS || this.rate > RATE_MAX;
  }

  async step(lookAt: (perSecond: number) => Promise<Look>): Promise<Look> {
    const look = await lookAt(this.rate);
    this.tries += 1;
    const passed = this.passes(look);
    if (!passed && this.tries < TRIES) return look;
    this.tries = 0;
    if (passed) this.best = look;
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
