import { addressOf, lostSession, RawSocket } from './raw-socket.ts';

/** As the library does: one `ack` for everything that came within this time. */
const ACK_DELAY_MS = 100;
/** What of a message the generator looks at. */
export interface Message {
  readonly type: string;
  readonly id?: number;
  readonly seq?: number;
  readonly booking_id?: number;
  readonly status?: string;
  readonly code?: string;
  readonly temporary?: boolean;
  readonly retry_after_ms?: number;
}

/** Users who owe an `ack`, in the order in which it falls due. */
const owing: { readonly user: User; readonly dueAt: number }[] = [];

/** Sends the acknowledgements that are due; answers how many. */
export function payAcks(nowMs: number): number {
  let count = 0;
  for (const { user, dueAt } of owing) {
    if (dueAt > nowMs) break;
    user.acknowledge();
    count += 1;
  }
  owing.splice(0, count);
  return count;
}

/** One authenticated connection that acknowledges what it gets. */
export class User {
  onMessage: (message: Message) => void = () => {};
  private readonly socket: RawSocket;
  private seq = 0;
  private owes = false;

  private constructor(socket: RawSocket) {
    this.socket = socket;
  }

  static open(url: string, role: string, id: number, token: string): Promise<User> {
    return new Promise((resolve, reject) => {
      const isOpened = (message: Message) => {
        if (message.type !== 'authenticated') reject(new Error(JSON.stringify(message)));
        user.onMessage = () => {};
        resolve(user);
      };
      const auth = { type: 'auth', token, role, user_id: id, acks: true, device: 'bench' };
      const socket = new RawSocket(url, addressOf(id), {
        opened: () => user.send(JSON.stringify(auth)),
        text: (bytes, start, end) => user.hear(bytes.toString('latin1', start, end)),
        closed: lostSession,
      });
      const user = new User(socket);
      user.onMessage = isOpened;
    });
  }

  send(text: string): void {
    this.socket.send(text);
  }

  acknowledge(): void {
    this.owes = false;
    this.send(`{"type":"ack","seq":${this.seq}}`);
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.seq !== undefined && message.type !== 'authenticated') this.owe(message.seq);
    this.onMessage(message);
  }

  private owe(seq: number): void {
    this.seq = seq;
    if (this.owes) return;
    this.owes = true;
    owing.push({ user: this, dueAt: performance.now() + ACK_DELAY_MS });
  }
}
