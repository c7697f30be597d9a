import type {
  AnyServerMessage,
  BookingStatus,
  DurableMessage,
  WireId,
} from '../../../src/protocol/index.ts';
import type { Random } from '../../../src/simulator/random.ts';
import { RawClient } from '../../support/raw-client.ts';
import type { AnyCommand } from './drafts.ts';
import { enter, type Life, type ShownStream } from './shown-stream.ts';
import { answerFrom } from './tap.ts';
import type { Resident, Town } from './town.ts';

type Hear = (message: AnyServerMessage) => void;

class ScriptSocket extends RawClient {
  private readonly heard: Hear;

  constructor(url: string, token: string, heard: Hear) {
    super({ url, token });
    this.heard = heard;
  }

  protected override hear(text: string): void {
    super.hear(text);
    this.heard(JSON.parse(text) as AnyServerMessage);
  }
}

/**
 * A page with the site's own script: a bare socket, no acknowledgements, no memory of where it
 * was. When the connection is lost it makes another one and shows what comes.
 */
export abstract class ScriptPage implements Resident {
  readonly stream: ShownStream;
  protected readonly town: Town;
  protected readonly random: Random;
  private readonly user: string;
  private readonly token: string;
  private socket: ScriptSocket | null = null;
  /** Of the session that is open. */
  private scope: string | null = null;
  private lastId = 0;
  private connected: Promise<void> = Promise.resolve();

  constructor(town: Town, user: string, token: string, random: Random) {
    this.town = town;
    this.user = user;
    this.token = token;
    this.random = random;
    this.stream = town.streamOf(user, false);
  }

  async work(): Promise<void> {
    this.connected = this.stayConnected();
    while (this.town.isOpen) {
      await this.town.pause(this.random, 20, 120);
      if (this.scope !== null) await this.act();
    }
  }

  wake(): void {}

  async leave(): Promise<void> {
    await this.socket?.vanish();
    await this.connected;
  }

  protected abstract act(): Promise<void>;
  protected abstract show(bookingId: WireId, status: BookingStatus): void;

  /** Some scripts give their commands ids and hear what became of them; others never know. */
  protected async command(make: (mark: string) => AnyCommand, hasId: boolean): Promise<void> {
    const { socket, scope } = this;
    const { ledger, traffic } = this.town;
    if (socket === null || scope === null) return;
    const command = ledger.open(this.user, (mark) => ({ ...make(mark) }));
    this.lastId += 1;
    const id = this.lastId;
    socket.send(hasId ? { ...command.content, id } : command.content);
    if (hasId) ledger.sent(command, scope, String(id));
    else ledger.tell(command, 'sent without an id');
    traffic.count('command');
    // It rejects when the connection ends: then nobody knows.
    const answer = hasId ? await socket.answerTo(id).catch(() => null) : null;
    ledger.close(command);
    if (answer === null) return;
    ledger.answered(command, answerFrom(answer));
    traffic.count('answer');
  }

  private async stayConnected(): Promise<void> {
    while (this.town.isLit) {
      const life = this.stream.begin(null);
      this.socket = new ScriptSocket(this.town.url, this.token, (message) =>
        this.hear(message, life),
      );
      await this.socket.closed;
      this.scope = null;
      await this.town.pause(this.random, 50, 300);
    }
  }

  private hear(message: AnyServerMessage, life: Life): void {
    switch (message.type) {
      case 'authenticated':
        enter(life, message);
        this.scope = `session/${message.session}`;
        break;
      case 'snapshot':
        for (const { booking_id, status } of message.bookings) this.show(booking_id, status);
        break;
      case 'driver_assigned':
        this.write(message, life);
        this.show(message.booking_id, 'assigned');
        break;
      case 'status_update':
        this.write(message, life);
        if (message.replayed !== true) this.show(message.booking_id, message.status);
        break;
      case 'notification':
        this.write(message, life);
        break;
      default:
        break;
    }
  }

  private write({ seq = 0, replayed, ...message }: DurableMessage, life: Life): void {
    const stamp = this.town.chronicle.stamp();
    life.shown.push({ seq, message, isReplayed: replayed === true, stamp });
    this.town.traffic.count('event');
  }
}
