import type { Session } from '../client-events.ts';

/** How far a user's stream has been processed: what `resume` carries. */
export interface StreamPosition {
  readonly epoch: string;
  readonly seq: number;
}

/** What to do with a numbered message. */
export type StreamVerdict = 'deliver' | 'repeat' | 'gap';

/**
 * Keeps the place in one user's numbered stream, so that each message is shown once and in order
 * whatever connections come and go.
 */
export class DurableStream {
  private place: StreamPosition | null;
  /** Up to here it was there before this client began, and perhaps was shown by an earlier one. */
  private oldUntil = 0;
  private toleratedGap: number | null = null;
  /** Without acknowledgements the daemon may leave numbers out, so a gap says nothing. */
  private readonly hasGaps: boolean;
  /** The stream only goes on from a state, so a place without it is none to resume from. */
  private lacksState = false;

  constructor(resume: StreamPosition | null, acks: boolean) {
    this.place = resume;
    this.hasGaps = !acks;
  }

  /** Where a next session can resume; null: it has to begin with a snapshot. */
  get position(): StreamPosition | null {
    return this.lacksState ? null : this.place;
  }

  /** Takes up the session's stream. */
  begin(session: Session): void {
    const seen = this.place?.epoch === session.epoch ? this.place.seq : null;
    const isNewHistory = seen === null || seen > session.seq;
    // What was processed is not shown again, even when the daemon repeats it from further back.
    const seq = isNewHistory ? session.from : Math.max(seen, session.from);
    if (isNewHistory) this.oldUntil = session.seq;
    this.place = { epoch: session.epoch, seq };
    // An admin's state comes by rooms, which are joined anew in any session.
    this.lacksState = session.role !== 'admin' && (this.lacksState || !session.resumed);
  }

  /** The snapshot of a session that did not resume has come. */
  tookSnapshot(): void {
    this.lacksState = false;
  }

  judge(seq: number): StreamVerdict {
    const next = (this.place?.seq ?? 0) + 1;
    if (seq < next) return 'repeat';
    if (seq === next || this.hasGaps || this.toleratedGap === next) return 'deliver';
    // Coming back heals a loss on the way; a number that then still lacks does not exist.
    this.toleratedGap = next;
    return 'gap';
  }

  /** Whether it belongs to the offline queue that was there when this client began anew. */
  isOld(seq: number): boolean {
    return seq <= this.oldUntil;
  }

  /** The message with this number has been processed. */
  advance(seq: number): void {
    // What is numbered follows the snapshot.
    this.lacksState = false;
    if (this.place !== null) this.place = { epoch: this.place.epoch, seq };
  }
}
