import type { AnyServerMessage, ServerMessageOf } from '../protocol/index.ts';
import type { ClientEvents, Session, StreamMessage } from './client-events.ts';
import type { PendingCommands } from './commands/pending-commands.ts';
import type { Farewell } from './connection/connection-state.ts';
import type { Emitter } from './emitter.ts';
import { readFrame } from './frame.ts';
import type { StreamReader } from './stream/stream-reader.ts';

const PONG = '{"type":"pong"}';

interface IncomingPorts {
  readonly events: Emitter<ClientEvents>;
  readonly stream: StreamReader;
  readonly commands: PendingCommands;
  readonly transmit: (text: string) => void;
  /** A session is open, or goes on with another token. */
  readonly authenticated: (session: Session) => void;
  /** The daemon is about to close the connection. */
  readonly announced: (farewell: Farewell) => void;
  /** An error that is about none of the commands. */
  readonly refused: (error: ServerMessageOf<'error'>) => void;
}

/** What the daemon says, taken to where it belongs. */
export class Incoming {
  private readonly ports: IncomingPorts;

  constructor(ports: IncomingPorts) {
    this.ports = ports;
  }

  receive(text: string): void {
    const message = readFrame(text);
    if (message !== null) this.route(message);
    else this.ports.events.emit('fault', { kind: 'frame', message: 'a frame was no message' });
  }

  private route(message: AnyServerMessage): void {
    const { stream, authenticated, events } = this.ports;
    if (isNumbered(message)) stream.receive(message);
    else if (message.type === 'authenticated') authenticated(message);
    else {
      this.attend(message);
      events.emit(message.type, message);
    }
  }

  /** What the library itself does about a message. For positions, the hot path, nothing. */
  private attend(message: AnyServerMessage): void {
    const { commands, transmit, announced, refused } = this.ports;
    switch (message.type) {
      case 'ping':
        transmit(PONG);
        break;
      case 'ack':
        commands.acknowledge(message);
        break;
      case 'error':
        if (!commands.refuse(message)) refused(message);
        break;
      case 'disconnect':
        announced(farewellOf(message));
        break;
    }
  }
}

function isNumbered(message: AnyServerMessage): message is StreamMessage {
  const { type } = message;
  if (type !== 'status_update' && type !== 'driver_assigned' && type !== 'notification')
    return false;
  return message.seq !== undefined;
}

function farewellOf(message: ServerMessageOf<'disconnect'>): Farewell {
  const { code, reason, reconnect, retry_after_ms: retryAfterMs } = message;
  return { code, reason, reconnect, retryAfterMs };
}
