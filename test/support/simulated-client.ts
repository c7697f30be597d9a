import type { Gateway } from '../../src/daemon/gateway/gateway.ts';
import type { Peer, SocketEvents } from '../../src/daemon/gateway/socket.ts';
import { Conversation } from './conversation.ts';
import { SimulatedSocket } from './simulated-socket.ts';

export const SOMEWHERE: Peer = { address: '192.0.2.7', bearer: null, operator: false };

/**
 * A client on a socket in memory, whose Pongs a test sends one by one or lets come by themselves.
 */
export class SimulatedClient extends Conversation {
  readonly socket: SimulatedSocket;
  /** Payloads of the Ping frames that came. */
  readonly pingFrames: string[] = [];
  answersPings = false;
  private readonly events: SocketEvents;

  constructor(gateway: Gateway, peer: Peer = SOMEWHERE) {
    super();
    this.socket = new SimulatedSocket({
      text: (text) => this.hear(text),
      ping: (payload) => {
        this.pingFrames.push(payload);
        if (this.answersPings) this.pong(payload);
      },
      closed: (code) => {
        this.events.closed();
        this.end(code);
      },
    });
    this.events = gateway.opened(this.socket, peer);
  }

  sendText(text: string): void {
    this.events.message(text);
  }

  sendBinary(): void {
    this.events.binary();
  }

  /** Sends a Ping frame. */
  ping(): void {
    this.events.ping();
  }

  /** Sends a Pong frame; without a payload, the one for the last Ping. */
  pong(payload = this.pingFrames.at(-1) ?? ''): void {
    this.events.pong(payload);
  }

  /** Leaves without a word. */
  vanish(): void {
    this.socket.terminate();
  }
}
