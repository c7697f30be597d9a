import type { StreamMessage } from '../../client/index.ts';
import { fromWireId } from '../../protocol/index.ts';
import { keyOf } from './booking-event.ts';

/** What the clients of a run were shown of their numbered streams. */
export class Receipts {
  readonly #times = new Map<string, number>();
  readonly #newest = new Map<string, number>();
  readonly #disorder: string[] = [];

  /** Called by each client's own listener, after its library has sorted out what came twice. */
  record(user: string, message: StreamMessage): void {
    if (message.type === 'notification') return;
    const { type, version } = message;
    const bookingId = fromWireId(message.booking_id);
    const key = keyOf({ user, type, bookingId, version });
    this.#times.set(key, (this.#times.get(key) ?? 0) + 1);
    this.#checkOrder(`${user} ${bookingId}`, version, key);
  }

  /** How often an event was shown. */
  timesOf(key: string): number {
    return this.#times.get(key) ?? 0;
  }

  keys(): Iterable<string> {
    return this.#times.keys();
  }

  /** Sentences about events that were shown after a later one of the same booking. */
  get disorder(): readonly string[] {
    return this.#disorder;
  }

  #checkOrder(view: string, version: number, key: string): void {
    const newest = this.#newest.get(view) ?? 0;
    if (version < newest) this.#disorder.push(`${key} came after version ${newest}`);
    this.#newest.set(view, Math.max(newest, version));
  }
}
