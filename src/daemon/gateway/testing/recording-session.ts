import { type AnyServerMessage, CLOSES, type UserKey } from '../../../protocol/index.ts';
import { type Link, Session } from '../session.ts';
import { SlidingWindow } from '../sliding-window.ts';
import { TokenBucket } from '../token-bucket.ts';

let count = 0;

/** A session without a connection, which keeps what it is told. */
export class RecordingSession extends Session {
  readonly sent: AnyServerMessage[];
  /** The numbers that its Pings stand for. */
  readonly pinged: number[] = [];
  private readonly link: RecordingLink;

  constructor(user: UserKey, { acks = false } = {}) {
    count += 1;
    const link = new RecordingLink();
    super(link, {
      id: `session-${count}`,
      identity: { user, name: null, tokenHash: null, expiresAt: null, bookingId: null },
      device: null,
      attempt: null,
      acks,
      client: null,
      meters: { command: WINDOW, position: BUCKET, free: BUCKET, refusal: WINDOW },
    });
    this.link = link;
    this.sent = link.sent;
    this.begin([]);
  }

  get closeCode(): number | null {
    return this.link.closeCode;
  }

  override pingFor(seq: number): void {
    this.pinged.push(seq);
  }

  /** It takes nothing any more. */
  clog(): void {
    this.link.outbox.isCongested = true;
  }

  /** It has taken everything. */
  release(): void {
    this.link.release();
  }
}

const BUCKET = new TokenBucket(0);
const WINDOW = new SlidingWindow();

class RecordingLink implements Link {
  readonly peer = { address: 'nowhere', bearer: null, operator: false };
  readonly openedAtMs = 0;
  readonly messagesIn = 0;
  readonly sent: AnyServerMessage[] = [];
  closeCode: number | null = null;
  private readonly onDrained: (() => void)[] = [];
  readonly outbox = {
    isCongested: false,
    messagesSent: 0,
    bufferedBytes: 0,
    drained: () => this.drained(),
  };

  get isClosed(): boolean {
    return this.closeCode !== null;
  }
  awaits(work: Promise<void>): Promise<void> {
    return work;
  }
  send(message: AnyServerMessage): void {
    this.sent.push(message);
  }
  sendText(text: string): void {
    this.send(JSON.parse(text) as AnyServerMessage);
  }
  sendLatest(_key: string, text: string): void {
    this.sendText(text);
  }
  beat(message: AnyServerMessage): void {
    this.send(message);
  }
  refuse(): void {}
  ping(): void {}
  close(reason: keyof typeof CLOSES): void {
    this.closeCode = CLOSES[reason].code;
    this.release();
  }

  release(): void {
    this.outbox.isCongested = false;
    for (const resolve of this.onDrained.splice(0)) resolve();
  }

  private drained(): Promise<void> {
    if (!this.outbox.isCongested) return Promise.resolve();
    return new Promise((resolve) => {
      this.onDrained.push(resolve);
    });
  }
}
