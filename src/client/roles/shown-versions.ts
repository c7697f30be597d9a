import { fromWireId, type WireId } from '../../protocol/index.ts';

/**
 * Which version of each booking has been shown last. A snapshot shows the present, and the queue
 * that follows it tells the past: what is not newer is not shown again.
 */
export class ShownVersions {
  private readonly versions = new Map<string, number>();
  private readonly bookingsMax: number;
  private epoch: string | null = null;

  constructor(bookingsMax: number) {
    this.bookingsMax = bookingsMax;
  }

  /** Another history than before counts its versions anew. */
  begin(epoch: string): void {
    if (this.epoch !== epoch) this.versions.clear();
    this.epoch = epoch;
  }

  /** True, and remembered, when this version has not been shown. */
  isNews(bookingId: WireId, version: number): boolean {
    const key = fromWireId(bookingId);
    const shown = this.versions.get(key);
    if (shown !== undefined && shown >= version) return false;
    // Set anew at the end, so that the one that is least recently shown comes first.
    this.versions.delete(key);
    this.versions.set(key, version);
    if (this.versions.size > this.bookingsMax) this.forgetOldest();
    return true;
  }

  private forgetOldest(): void {
    for (const key of this.versions.keys()) {
      this.versions.delete(key);
      return;
    }
  }
}
