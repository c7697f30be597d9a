import {
  type AnyServerMessage,
  CLOSES,
  type CloseReason,
  formatUser,
  type UserKey,
} from '../../../protocol/index.ts';
import type { Session } from '../session.ts';

let count = 0;

/** A session without a connection, which keeps what it is told. */
export class RecordingSession implements Session {
  readonly id: string;
  readonly user: UserKey;
  readonly userName: string;
  readonly identity;
  readonly device = null;
  readonly attempt = null;
  readonly acks: boolean;
  readonly client = null;
  readonly address = 'nowhere';
  readonly isOperator = false;
  readonly openedAtMs = 0;
  readonly rooms = new Set<string>();
  readonly messagesIn = 0;
  readonly bufferedBytes = 0;
  readonly sent: AnyServerMessage[] = [];
  readonly pinged: number[] = [];
  isCongested = false;
  closeCode: number | null = null;
  private readonly onDrained: (() => void)[] = [];

  constructor(user: UserKey, { acks = false } = {}) {
    count += 1;
    this.id = `session-${count}`;
    this.user = user;
    this.userName = formatUser(user);
    this.identity = { user, name: null, tokenHash: null, expiresAt: null, bookingId: null };
    this.acks = acks;
  }

  get isOpen(): boolean {
    return this.closeCode === null;
  }
  get messagesOut(): number {
    return this.sent.length;
  }

  send(message: AnyServerMessage): void {
    this.sent.push(message);
  }
  sendText(text: string): void {
    this.sent.push(JSON.parse(text) as AnyServerMessage);
  }
  sendLatest(_key: string, text: string): void {
    this.sendText(text);
  }
  beat(message: AnyServerMessage): void {
    this.sent.push(message);
  }
  ack(): void {}
  refuse(): void {}
  pingFor(seq: number): void {
    this.pinged.push(seq);
  }
  close(reason: CloseReason): void {
    this.closeCode = CLOSES[reason].code;
    this.release();
  }

  drained(): Promise<void> {
    if (!this.isCongested) return Promise.resolve();
    return new Promise((resolve) => {
      this.onDrained.push(resolve);
    });
  }

  /** It has taken everything. */
  release(): void {
    this.isCongested = false;
    for (const resolve of this.onDrained.splice(0)) resolve();
  }
}
