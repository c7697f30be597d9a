import type { Clock } from '../../clock/index.ts';
import type { Session } from '../gateway/session.ts';
import type { SessionRegistry } from '../gateway/session-registry.ts';
import type { Log } from '../services.ts';
import type { Delivery as Entry, Store, StreamEntry } from '../store/store.ts';
import { Acknowledger } from './acknowledger.ts';
import { durableText, isExpiredOffer } from './durable-text.ts';

/** Where one session stands in its user's stream. */
interface Cursor {
  /** Everything up to here was written to the socket. */
  writtenSeq: number;
  /** Newest number that is known to exist. */
  newestSeq: number;
  /** Up to here it is the offline queue, marked `replayed`. */
  replayUntil: number;
  isReading: boolean;
  /** Something was written that no numbered Ping has covered yet. */
  owesPing: boolean;
  readonly acknowledger: Acknowledger;
}

interface DeliveryParts {
  readonly store: Store;
  readonly registry: SessionRegistry;
  readonly clock: Clock;
  readonly log: Log;
  readonly pageMax: number;
}

/**
 * Brings each user's stream to each of their sessions, in order, without gaps or repeats.
 *
 * A session has a cursor. The message that follows it is written at once; anything further ahead
 * means that the session is behind, and then the stream is read from the store from where it
 * stopped. So a lost publication, a slow socket and a resume are all the same case.
 */
export class Delivery {
  private readonly parts: DeliveryParts;
  private readonly cursors = new Map<Session, Cursor>();

  constructor(parts: DeliveryParts) {
    this.parts = parts;
  }

  /** Remembers deliveries from now on, so that none is missed while the session is being opened. */
  attach(session: Session): void {
    this.cursors.set(session, {
      writtenSeq: Number.POSITIVE_INFINITY,
      newestSeq: 0,
      replayUntil: 0,
      isReading: false,
      owesPing: false,
      acknowledger: new Acknowledger(this.parts.store, session.user),
    });
  }

  /** Starts after `fromSeq`. Messages up to `replayUntil` count as the offline queue. */
  start(session: Session, fromSeq: number, newestSeq: number, replayUntil: number): void {
    const cursor = this.cursors.get(session);
    if (cursor === undefined) return;
    cursor.writtenSeq = fromSeq;
    cursor.newestSeq = Math.max(cursor.newestSeq, newestSeq);
    cursor.replayUntil = replayUntil;
    this.catchUp(session, cursor);
  }

  detach(session: Session): void {
    this.cursors.delete(session);
  }

  /** Called for each delivery that was committed, here or on another node. */
  deliver(entry: Entry): void {
    const userName = `${entry.user.role}:${entry.user.userId}`;
    let text: string | null = null;
    for (const session of this.parts.registry.of(userName)) {
      const cursor = this.cursors.get(session);
      if (cursor === undefined || entry.seq <= cursor.newestSeq) continue;
      cursor.newestSeq = entry.seq;
      const isNext = entry.seq === cursor.writtenSeq + 1 && !cursor.isReading;
      if (!isNext || session.isCongested) this.catchUp(session, cursor);
      else {
        text ??= durableText(entry.json, entry.seq, false);
        this.write(session, cursor, entry.seq, text);
      }
    }
  }

  /** How far the session's own stream was written; null before it started. */
  position(session: Session): { readonly writtenSeq: number; readonly newestSeq: number } | null {
    return this.cursors.get(session) ?? null;
  }

  /** Resolves once it is durable. False: the stream has no such number yet. */
  async acknowledge(session: Session, seq: number): Promise<boolean> {
    const cursor = this.cursors.get(session);
    if (cursor === undefined || seq > cursor.newestSeq) return false;
    await cursor.acknowledger.acknowledge(seq);
    return true;
  }

  /** A few times a second: goes on where a slow socket stopped us, and sends owed Pings. */
  tick(): void {
    for (const [session, cursor] of this.cursors) {
      this.catchUp(session, cursor);
      this.payPing(session, cursor);
    }
  }

  private catchUp(session: Session, cursor: Cursor): void {
    if (cursor.isReading || cursor.writtenSeq >= cursor.newestSeq || session.isCongested) return;
    cursor.isReading = true;
    this.read(session, cursor)
      .catch((error: unknown) => {
        // The next tick tries again; the messages are safe in the store.
        this.parts.log.warn({ user: session.userName, err: error }, 'stream could not be read');
      })
      .finally(() => {
        cursor.isReading = false;
        this.payPing(session, cursor);
      });
  }

  private async read(session: Session, cursor: Cursor): Promise<void> {
    const { store, pageMax } = this.parts;
    while (cursor.writtenSeq < cursor.newestSeq && session.isOpen && !session.isCongested) {
      const page = await store.stream(session.user, cursor.writtenSeq, pageMax);
      if (page[0]?.seq !== cursor.writtenSeq + 1) {
        // Retention has deleted what it had not taken yet: only a fresh start is without gaps.
        session.close('resync');
        return;
      }
      this.writePage(session, cursor, page);
    }
  }

  /** A slow client takes a part of it; the rest is read again when it has caught up. */
  private writePage(session: Session, cursor: Cursor, page: readonly StreamEntry[]): void {
    for (const entry of page) {
      if (!session.isOpen || session.isCongested) return;
      this.writeStored(session, cursor, entry);
    }
  }

  private writeStored(session: Session, cursor: Cursor, entry: StreamEntry): void {
    const isReplayed = entry.seq <= cursor.replayUntil;
    const nowMs = this.parts.clock.now();
    if (isReplayed && !session.acks && isExpiredOffer(entry.json, nowMs)) {
      // A simple client would ring for it. It counts as written, so the next Pong covers it.
      cursor.writtenSeq = entry.seq;
      cursor.owesPing = true;
      return;
    }
    this.write(session, cursor, entry.seq, durableText(entry.json, entry.seq, isReplayed));
  }

  private write(session: Session, cursor: Cursor, seq: number, text: string): void {
    session.sendText(text);
    cursor.writtenSeq = seq;
    if (!session.acks) cursor.owesPing = true;
  }

  /** After a replay and not within it: one Ping covers everything that was written before. */
  private payPing(session: Session, cursor: Cursor): void {
    if (!cursor.owesPing || cursor.isReading) return;
    cursor.owesPing = false;
    if (session.isOpen) session.pingFor(cursor.writtenSeq);
  }
}
