import type { Clock, Timer } from '../../clock/index.ts';
import type { Store } from '../store/store.ts';

const FLUSH_MS = 10_000;
/** Tokens that were used since the last flush; with more, it comes early. */
const USES_MAX = 5_000;

/**
 * Remembers when tokens were used last, and writes it behind: nobody waits for a disk to log in.
 */
export class UseLog {
  private uses = new Map<string, number>();
  private timer: Timer | null = null;
  private readonly store: Pick<Store, 'touchTokens'>;
  private readonly clock: Clock;

  constructor(store: Pick<Store, 'touchTokens'>, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  add(hash: string): void {
    this.uses.set(hash, this.clock.now());
    if (this.uses.size >= USES_MAX) void this.flush();
    else this.timer ??= this.clock.after(FLUSH_MS, () => void this.flush());
  }

  /** Only a hint for people: what cannot be written is forgotten. Never rejects. */
  async flush(): Promise<void> {
    this.timer?.cancel();
    this.timer = null;
    if (this.uses.size === 0) return;
    const uses = [...this.uses].map(([hash, atMs]) => ({ hash, atMs }));
    this.uses = new Map();
    await this.store.touchTokens(uses).catch(() => undefined);
  }
}
