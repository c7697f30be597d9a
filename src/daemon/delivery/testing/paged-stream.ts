import type { UserKey } from '../../../protocol/index.ts';
import type { Delivery, Store, StreamEntry } from '../../store/store.ts';

interface Asked {
  readonly page: () => StreamEntry[];
  readonly resolve: (page: StreamEntry[]) => void;
  readonly reject: (error: Error) => void;
}

type Streams = Pick<Store, 'stream' | 'liveBookings' | 'acknowledgeAll' | 'newestSeqs'>;

/** A user's stream in memory, of which each page comes when a test says so. */
export class PagedStream implements Streams {
  readonly entries: Delivery[] = [];
  private readonly user: UserKey;
  private prunedSeq = 0;
  private asked: Asked | null = null;
  private seen: StreamEntry[] | null = null;

  constructor(user: UserKey) {
    this.user = user;
  }

  commit(): Delivery {
    const seq = this.entries.length + 1;
    const json = JSON.stringify({ type: 'notification', event: `${seq}`, data: null });
    const entry = { user: this.user, seq, json };
    this.entries.push(entry);
    return entry;
  }

  /** Deletes everything up to here. */
  prune(seq: number): void {
    this.prunedSeq = seq;
  }

  stream(_user: UserKey, afterSeq: number, limit: number): Promise<StreamEntry[]> {
    const page = () =>
      this.entries
        .filter(({ seq }) => seq > afterSeq && seq > this.prunedSeq)
        .slice(0, limit)
        .map(({ seq, json }) => ({ seq, json }));
    return new Promise((resolve, reject) => {
      if (this.asked !== null) throw new Error('one page is read at a time');
      this.asked = { page, resolve, reject };
    });
  }

  /** The database is read now, and answers later. */
  look(): void {
    this.seen ??= this.asked?.page() ?? null;
  }

  answer(): void {
    this.look();
    this.settle(({ resolve }) => resolve(this.seen ?? []));
  }

  fail(): void {
    this.settle(({ reject }) => reject(new Error('disk')));
  }

  liveBookings(): Promise<[]> {
    return Promise.resolve([]);
  }

  acknowledgeAll(): Promise<void> {
    return Promise.resolve();
  }

  newestSeqs(users: readonly UserKey[]): Promise<readonly number[]> {
    return Promise.resolve(users.map(() => this.entries.length));
  }

  private settle(how: (asked: Asked) => void): void {
    if (this.asked !== null) how(this.asked);
    this.asked = null;
    this.seen = null;
  }
}
