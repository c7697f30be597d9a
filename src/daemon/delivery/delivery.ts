import { formatUser } from '../../protocol/index.ts';
import type { Session } from '../gateway/session.ts';
import type { SessionRegistry } from '../gateway/session-registry.ts';
import type { Delivery as Entry, Store } from '../store/store.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { durableText } from './durable-text.ts';
import { SessionStream, type StreamParts } from './session-stream.ts';
import { StreamAudit } from './stream-audit.ts';

interface DeliveryParts extends StreamParts {
  readonly store: StreamParts['store'] & Pick<Store, 'newestSeqs' | 'acknowledgeAll'>;
  readonly registry: SessionRegistry;
}

/** Brings each user's stream to each of their sessions, in order, without gaps or repeats. */
export class Delivery {
  private readonly parts: DeliveryParts;
  private readonly streams = new Map<Session, SessionStream>();
  private readonly acknowledgements: Acknowledgements;
  private readonly audit: StreamAudit;

  constructor(parts: DeliveryParts) {
    this.parts = parts;
    this.acknowledgements = new Acknowledgements(parts);
    this.audit = new StreamAudit(parts);
  }

  /** Remembers deliveries from now on, so that none is missed while the session is being opened. */
  attach(session: Session): void {
    this.streams.set(session, new SessionStream(this.parts, session));
  }

  /** Starts after `fromSeq`. Messages up to `replayUntil` count as the offline queue. */
  start(session: Session, fromSeq: number, newestSeq: number, replayUntil: number): void {
    this.streams.get(session)?.start(fromSeq, newestSeq, replayUntil);
  }

  detach(session: Session): void {
    this.streams.delete(session);
  }

  /** Called for each delivery that was committed, here or on another node. */
  deliver({ user, seq, json }: Entry): void {
    let text: string | null = null;
    const frame = () => {
      text ??= durableText(json, seq, false);
      return text;
    };
    for (const session of this.parts.registry.of(formatUser(user))) {
      this.streams.get(session)?.offer(seq, frame);
    }
  }

  /** How far the session's own stream was written; null where it has none. */
  position(session: Session): { readonly writtenSeq: number; readonly newestSeq: number } | null {
    return this.streams.get(session) ?? null;
  }

  /** Writes it down as soon as it can. False: the stream has no such number yet. */
  acknowledge(session: Session, seq: number): boolean {
    const stream = this.streams.get(session);
    if (stream === undefined || seq > stream.newestSeq) return false;
    this.acknowledgements.add(session.user, seq);
    return true;
  }

  /** Resolves once all that was acknowledged until now is durable; rejects where that failed. */
  acknowledged(): Promise<void> {
    return this.acknowledgements.written();
  }

  /** To be called four times a second. */
  tick(): void {
    for (const stream of this.streams.values()) stream.tick();
    this.audit.tick(this.streams);
  }
}
