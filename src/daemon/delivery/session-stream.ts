import type { Booking } from '../../core/index.ts';
import type { UserKey } from '../../protocol/index.ts';
import { openOffer } from '../bookings/open-offer.ts';
import type { Session } from '../gateway/session.ts';
import type { Log } from '../services.ts';
import type { Store, StreamEntry } from '../store/store.ts';
import { durableText, isOffer, isOfferOf } from './durable-text.ts';

export interface StreamParts {
  readonly store: Pick<Store, 'stream' | 'liveBookings'>;
  readonly log: Log;
  /** Durable messages that are read at once. */
  readonly pageMax: number;
}

/**
 * A user's stream on its way to one of their sessions. The message that follows the last one is
 * written at once; anything further ahead means that the session is behind, and then the stream is
 * read from the store from where it stopped. So a lost publication, a slow socket and a resume are
 * all the same case.
 */
export class SessionStream {
  /** Everything up to here was written to the socket; infinite until it starts. */
  writtenSeq = Number.POSITIVE_INFINITY;
  /** Newest number that is known to exist. */
  newestSeq = 0;
  private readonly parts: StreamParts;
  private readonly session: Session;
  /** Up to here it is the offline queue, marked `replayed`. */
  private replayUntil = 0;
  private isReading = false;
  /** Something was written that no numbered Ping has covered yet. */
  private owesPing = false;

  constructor(parts: StreamParts, session: Session) {
    this.parts = parts;
    this.session = session;
  }

  /** Starts after `fromSeq`. Messages up to `replayUntil` count as the offline queue. */
  start(fromSeq: number, newestSeq: number, replayUntil: number): void {
    this.writtenSeq = fromSeq;
    this.newestSeq = Math.max(this.newestSeq, newestSeq);
    this.replayUntil = replayUntil;
    this.catchUp();
  }

  /** A message was committed; `text` makes its frame, which is the same for all sessions. */
  offer(seq: number, text: () => string): void {
    if (seq <= this.newestSeq) return;
    this.newestSeq = seq;
    // While the stream is read there is more before it, so it is never the next one.
    const isNext = seq === this.writtenSeq + 1;
    if (isNext && !this.session.isCongested) this.write(seq, text());
    else this.catchUp();
  }

  /** So far the stream has gone in the store, whatever was published of it. */
  notice(newestSeq: number): void {
    this.newestSeq = Math.max(this.newestSeq, newestSeq);
    this.catchUp();
  }

  get user(): UserKey {
    return this.session.user;
  }

  /** A few times a second: goes on where a slow socket stopped us, and sends an owed Ping. */
  tick(): void {
    this.catchUp();
    this.payPing();
  }

  private get isBehind(): boolean {
    return this.writtenSeq < this.newestSeq && this.session.isOpen && !this.session.isCongested;
  }

  private catchUp(): void {
    if (!this.isReading && this.isBehind) void this.readOn();
  }

  /** Reads from where it stopped, page by page, as far as the socket takes it. */
  private async readOn(): Promise<void> {
    this.isReading = true;
    try {
      while (this.isBehind) await this.readPage();
    } catch (error) {
      // The next tick tries again; the messages are safe in the store.
      const user = this.session.userName;
      this.parts.log.warn({ user, err: error }, 'stream could not be read');
    } finally {
      // At once: what is committed from here on must find that nobody reads, and be pushed.
      this.isReading = false;
    }
    this.payPing();
  }

  private async readPage(): Promise<void> {
    const { store, pageMax } = this.parts;
    const page = await store.stream(this.session.user, this.writtenSeq, pageMax);
    // Retention has deleted what it had not taken yet: only a fresh start is without gaps.
    if (page[0]?.seq !== this.writtenSeq + 1) this.session.close('resync');
    else this.writePage(page, await this.findOpenOffer(page));
  }

  /** Read after the page: where the offer was closed since, its end is in the stream as well. */
  private async findOpenOffer(page: readonly StreamEntry[]): Promise<Booking | null> {
    const isNeeded = page.some((entry) => this.mayBeLeftOut(entry));
    return isNeeded ? openOffer(this.parts.store, this.session.user) : null;
  }

  /** Who resumes is sent everything; of the offline queue a simple client would ring for it. */
  private mayBeLeftOut({ seq, json }: StreamEntry): boolean {
    return seq <= this.replayUntil && !this.session.acks && isOffer(json);
  }

  /** A slow client takes a part of it; the rest is read again when it has caught up. */
  private writePage(page: readonly StreamEntry[], open: Booking | null): void {
    for (const entry of page) {
      if (!this.isBehind) return;
      this.writeStored(entry, open);
    }
  }

  private writeStored(entry: StreamEntry, open: Booking | null): void {
    const { seq, json } = entry;
    if (this.mayBeLeftOut(entry) && !isOfferOf(json, open)) {
      // It counts as written, so the next Pong covers it.
      this.writtenSeq = seq;
      this.owesPing = true;
      return;
    }
    this.write(seq, durableText(json, seq, seq <= this.replayUntil));
  }

  private write(seq: number, text: string): void {
    this.session.sendText(text);
    this.writtenSeq = seq;
    if (!this.session.acks) this.owesPing = true;
  }

  /** After a replay and not within it: one Ping covers everything that was written before. */
  private payPing(): void {
    if (!this.owesPing || this.isReading) return;
    this.owesPing = false;
    if (this.session.isOpen) this.session.pingFor(this.writtenSeq);
  }
}
