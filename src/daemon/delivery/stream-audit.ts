import type { Log } from '../services.ts';
import type { Store } from '../store/store.ts';
import type { SessionStream } from './session-stream.ts';

/** So many ticks until each stream has been looked at once: 25 s at four ticks a second. */
const TICKS_PER_ROUND = 100;

/**
 * Compares the streams with the store, a few at a time. What is published may get lost, between
 * daemons or by a fault; then this finds that a session is behind, and it catches up.
 */
export class StreamAudit {
  private readonly parts: { readonly store: Pick<Store, 'newestSeqs'>; readonly log: Log };
  /** Goes round and round over a set that changes meanwhile. */
  private rest: Iterator<SessionStream> | null = null;
  private isAsking = false;

  constructor(parts: StreamAudit['parts']) {
    this.parts = parts;
  }

  tick(streams: ReadonlyMap<unknown, SessionStream>): void {
    if (this.isAsking || streams.size === 0) return;
    const turn = this.take(streams, Math.ceil(streams.size / TICKS_PER_ROUND));
    if (turn.length > 0) void this.compare(turn);
  }

  private take(streams: ReadonlyMap<unknown, SessionStream>, count: number): SessionStream[] {
    this.rest ??= streams.values();
    const taken: SessionStream[] = [];
    while (taken.length < count) {
      const next = this.rest.next();
      if (next.done === true) {
        this.rest = null;
        break;
      }
      taken.push(next.value);
    }
    return taken;
  }

  private async compare(streams: readonly SessionStream[]): Promise<void> {
    this.isAsking = true;
    try {
      const newest = await this.parts.store.newestSeqs(streams.map(({ user }) => user));
      for (const [index, stream] of streams.entries()) stream.notice(newest[index] ?? 0);
    } catch (error) {
      this.parts.log.warn({ err: error }, 'streams could not be compared with the store');
    } finally {
      this.isAsking = false;
    }
  }
}
