import type {
  SocketEvents as ClientEars,
  Socket as ClientSocket,
} from '../../../src/client/index.ts';
import type { Clock } from '../../../src/clock/index.ts';
import type {
  SocketEvents as DaemonEars,
  Socket as DaemonSocket,
} from '../../../src/daemon/gateway/socket.ts';
import { Pipe } from './pipe.ts';

/** There was no closing handshake (RFC 6455 §7.1.5). */
const ABNORMAL = 1006;

export interface LinkParts {
  readonly clock: Clock;
  readonly delayMs: () => number;
  /** How often a frame that may come twice comes: 1 or 2. */
  readonly copiesOf: (text: string) => number;
  readonly client: ClientEars;
  /** The daemon takes the connection; null where none runs. */
  readonly accept: (socket: DaemonSocket) => DaemonEars | null;
}

/** One connection between a phone and the daemon, and what befalls it. */
export class Link {
  private readonly parts: LinkParts;
  private readonly toDaemon: Pipe;
  private readonly toClient: Pipe;
  private daemon: DaemonEars | null = null;
  private isClientGone = false;
  private isDaemonGone = false;

  constructor(parts: LinkParts) {
    const { clock, delayMs, client } = parts;
    this.parts = parts;
    this.toDaemon = new Pipe(clock, delayMs);
    this.toClient = new Pipe(clock, delayMs);
    this.toDaemon.push(0, () => {
      this.daemon = parts.accept(this.daemonEnd());
      if (this.daemon === null) this.loseClient(0);
      else this.toClient.push(0, () => client.opened());
    });
  }

  get isOver(): boolean {
    return this.isClientGone && this.isDaemonGone;
  }

  clientEnd(): ClientSocket {
    return {
      bufferedBytes: 0,
      send: (text) => this.fromClient(text),
      close: (code) => {
        this.toDaemon.push(0, () => this.loseDaemon(0));
        this.toClient.push(0, () => this.tellClient(code));
      },
      destroy: () => {
        this.isClientGone = true;
        this.toClient.cut();
        this.toDaemon.push(0, () => this.loseDaemon(0));
      },
    };
  }

  /** The connection breaks; each end learns of it after so long, or never (`Infinity`). */
  cut(clientLearnsMs: number, daemonLearnsMs: number): void {
    this.toDaemon.cut();
    this.toClient.cut();
    this.loseClient(clientLearnsMs);
    this.loseDaemon(daemonLearnsMs);
  }

  /** The phone stops reading; what it sends still arrives. */
  stallReading(): void {
    this.toClient.stall();
  }

  /** No network: nothing arrives either way. */
  stall(): void {
    this.toClient.stall();
    this.toDaemon.stall();
  }

  flow(): void {
    this.toDaemon.flow();
    this.toClient.flow();
  }

  private fromClient(text: string): void {
    for (let copy = this.parts.copiesOf(text); copy > 0; copy -= 1) {
      this.toDaemon.push(text.length, () => this.daemon?.message(text));
    }
  }

  private daemonEnd(): DaemonSocket {
    const { toClient } = this;
    const { client, copiesOf } = this.parts;
    return {
      get bufferedBytes() {
        return toClient.bufferedBytes;
      },
      send: (text) => {
        if (this.isDaemonGone) return;
        for (let copy = copiesOf(text); copy > 0; copy -= 1) {
          toClient.push(text.length, () => client.received(text));
        }
      },
      ping: (payload) => {
        // Pong frames go back by themselves, whatever the application does.
        toClient.push(2, () => this.toDaemon.push(2, () => this.daemon?.pong(payload)));
      },
      close: (code) => {
        toClient.push(0, () => {
          this.tellClient(code);
          this.toDaemon.push(0, () => this.loseDaemon(0));
        });
      },
      terminate: () => {
        this.toDaemon.cut();
        toClient.push(0, () => this.tellClient(ABNORMAL));
        this.loseDaemon(0);
      },
    };
  }

  private loseClient(afterMs: number): void {
    if (afterMs < Infinity) this.parts.clock.after(afterMs, () => this.tellClient(ABNORMAL));
  }

  private tellClient(code: number): void {
    if (this.isClientGone) return;
    this.isClientGone = true;
    this.parts.client.closed(code, '');
  }

  private loseDaemon(afterMs: number): void {
    if (afterMs === Infinity) return;
    this.parts.clock.after(afterMs, () => {
      if (this.isDaemonGone) return;
      this.isDaemonGone = true;
      this.daemon?.closed();
    });
  }
}
