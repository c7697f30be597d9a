import { WebSocket } from 'ws';
import type {
  AnyServerMessage,
  ClientMessageOf,
  ServerMessageOf,
  ServerMessageType,
} from '../../src/protocol/index.ts';

/** `auth` without its type, and where to send it. */
export interface RawOptions extends Omit<ClientMessageOf<'auth'>, 'type'> {
  /** `ws://127.0.0.1:8282`, or `ws+unix:PATH:/` for a local socket. */
  readonly url: string;
  /** False: Pings are not answered, as where the network is gone. */
  readonly autoPong?: boolean;
}

export type Answer = ServerMessageOf<'ack'> | ServerMessageOf<'error'>;
type Fields<Type extends ServerMessageType> = Partial<ServerMessageOf<Type>>;
type Matches = (message: AnyServerMessage) => boolean;

/** How long a test waits for what has to come; only a failing one waits so long. */
const PATIENCE_MS = 10_000;

/**
 * A client as somebody would write it from the protocol's description: JSON on a bare socket.
 * What arrives is read in order, as from a transcript: `next` goes on from the message that the
 * last one found.
 */
export class RawClient {
  /** Everything but pings, in the order of arrival. */
  readonly received: AnyServerMessage[] = [];
  readonly closed: Promise<number>;
  private readonly socket: WebSocket;
  private readonly waiting = new Set<() => void>();
  private closeCode: number | null = null;
  private readCount = 0;
  private lastId = 0;

  constructor({ url, autoPong = true, ...auth }: RawOptions) {
    this.socket = new WebSocket(url, { autoPong });
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.on('error', () => {});
    this.socket.on('close', (code) => {
      this.closeCode = code;
      this.lookAgain();
    });
    this.socket.on('open', () => this.send({ type: 'auth', ...auth }));
    this.socket.on('message', (bytes) => {
      const message = JSON.parse(bytes.toString()) as AnyServerMessage;
      if (message.type === 'ping') return;
      this.received.push(message);
      this.lookAgain();
    });
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Sends a command and resolves to its `ack` or `error`. */
  ask(message: object): Promise<Answer> {
    this.lastId += 1;
    const id = this.lastId;
    const isAnswer: Matches = (each) => 'id' in each && each.id === id;
    const answer = this.find(isAnswer, () => 0, `the answer to ${JSON.stringify(message)}`);
    this.send({ ...message, id });
    return answer.then(([found]) => found as Answer);
  }

  /** Sends a command that has to succeed, and resolves to its `result`. */
  async must(message: object): Promise<unknown> {
    const answer = await this.ask(message);
    if (answer.type === 'ack') return answer.result;
    throw new Error(`${answer.code}: ${answer.message} (${JSON.stringify(message)})`);
  }

  /** The next message, from where the last `next` stopped, that has these fields. */
  async next<Type extends ServerMessageType>(
    type: Type,
    fields: Fields<Type> = {},
  ): Promise<ServerMessageOf<Type>> {
    const wanted = Object.entries({ type, ...fields });
    const matches: Matches = (message) =>
      wanted.every(([name, value]) => Reflect.get(message, name) === value);
    const described = JSON.stringify(Object.fromEntries(wanted));
    const [message, index] = await this.find(matches, () => this.readCount, described);
    this.readCount = index + 1;
    return message as ServerMessageOf<Type>;
  }

  all<Type extends ServerMessageType>(type: Type): ServerMessageOf<Type>[] {
    return this.received.filter((message) => message.type === type) as ServerMessageOf<Type>[];
  }

  /** Leaves without a word, as a phone in a tunnel does. */
  async vanish(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }

  private lookAgain(): void {
    for (const look of this.waiting) look();
  }

  private find(
    matches: Matches,
    from: () => number,
    described: string,
  ): Promise<[AnyServerMessage, number]> {
    return new Promise((resolve, reject) => {
      const settle = (work: () => void) => {
        clearTimeout(deadline);
        this.waiting.delete(look);
        work();
      };
      const fail = (why: string) => {
        const seen = this.received.slice(from()).map((message) => JSON.stringify(message));
        reject(new Error(`${why} ${described}; there came:\n${seen.join('\n')}`));
      };
      const look = () => {
        const index = this.received.findIndex((each, at) => at >= from() && matches(each));
        const message = this.received[index];
        if (message !== undefined) settle(() => resolve([message, index]));
        else if (this.closeCode !== null)
          settle(() => fail(`closed with ${this.closeCode} before`));
      };
      const deadline = setTimeout(() => settle(() => fail('waited in vain for')), PATIENCE_MS);
      this.waiting.add(look);
      look();
    });
  }
}
