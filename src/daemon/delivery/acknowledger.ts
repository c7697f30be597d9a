import type { UserKey } from '../../protocol/index.ts';
import type { Store } from '../store/store.ts';

/**
 * Writes down how far one session has acknowledged: one write at a time, always the newest, so that
 * a client that acknowledges each message, or the same one without end, costs one write per commit.
 */
export class Acknowledger {
  private readonly store: Pick<Store, 'acknowledge'>;
  private readonly user: UserKey;
  private wantedSeq = 0;
  private writtenSeq = 0;
  private writing: Promise<void> | null = null;

  constructor(store: Pick<Store, 'acknowledge'>, user: UserKey) {
    this.store = store;
    this.user = user;
  }

  /** Resolves after the commit that covers `seq`, which must have been given out. */
  async acknowledge(seq: number): Promise<void> {
    this.wantedSeq = Math.max(this.wantedSeq, seq);
    while (this.writtenSeq < seq) {
      this.writing ??= this.write().finally(() => {
        this.writing = null;
      });
      await this.writing;
    }
  }

  private async write(): Promise<void> {
    const seq = this.wantedSeq;
    await this.store.acknowledge(this.user, seq);
    this.writtenSeq = seq;
  }
}
