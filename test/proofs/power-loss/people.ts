import { formatUser, parseUser, type UserKey } from '../../../src/protocol/index.ts';
import type { Answer } from '../../support/conversation.ts';
import { RawClient } from '../../support/raw-client.ts';
import type { TracedDaemon } from './traced-daemon.ts';

type Message = Readonly<Record<string, unknown>>;

/** What was asked under an id, which nobody else uses. */
export interface Asked {
  readonly user: UserKey;
  readonly message: Message;
}

/** Everything that was asked so far: an answer in a trace names its id only. */
export type Ledger = Map<string, Asked>;

/** One user's client, whose every command goes on record. */
export class Person {
  readonly client: RawClient;
  private readonly user: UserKey;
  private readonly ledger: Ledger;

  private constructor(client: RawClient, user: UserKey, ledger: Ledger) {
    this.client = client;
    this.user = user;
    this.ledger = ledger;
  }

  static async connect(daemon: TracedDaemon, name: string, ledger: Ledger): Promise<Person> {
    const user = parseUser(name);
    if (user === null) throw new Error(`${name} is no user`);
    const token = await daemon.tokenFor(name);
    // With a device, what is answered is remembered for more than this connection. It ends with
    // its daemon.
    const client = new RawClient({ url: daemon.url, token, device: 'phone', acks: true });
    await client.next('authenticated');
    return new Person(client, user, ledger);
  }

  ask(message: Message): Promise<Answer> {
    const id = `${formatUser(this.user)}#${this.ledger.size}`;
    this.ledger.set(id, { user: this.user, message });
    return this.repeat(id);
  }

  /** Asks what was asked under this id before, perhaps of another daemon. */
  repeat(id: string): Promise<Answer> {
    this.client.send({ ...this.ledger.get(id)?.message, id });
    return this.client.answerTo(id);
  }

  /** Asks for what has to succeed. */
  async must(message: Message): Promise<Message> {
    const answer = await this.ask(message);
    if (answer.type === 'ack') return (answer.result ?? {}) as Message;
    throw new Error(`${answer.code}: ${answer.message} (${JSON.stringify(message)})`);
  }

  /** Acknowledges everything that has come so far. */
  async acknowledge(): Promise<void> {
    const seqs = this.client.received.map((message) =>
      message.type !== 'authenticated' && 'seq' in message ? (message.seq ?? 0) : 0,
    );
    await this.must({ type: 'ack', seq: Math.max(...seqs) });
  }
}
